/**
 * Power of the scale-out network for each GPU: switches, NICs and optics of a price list by class and rate,
 * or of a list of watts where the document gives none.
 */
import { type Provenance } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { partsCost } from './parts.js';
import { type PriceList } from './price-list.js';

const RECALLED = 'datasheet figure from memory, not read again; 25 % either way';

/** Watts alone: what parts cost is not in it. */
export const NETWORK_WATTS: PriceList = {
  name: 'network-watts',
  provenance: 'assumed',
  source: RECALLED,
  parts: [
    { item: 'switch', ports: 64, gbps: 400, usd: 0, watts: 750 },
    { item: 'switch', ports: 64, gbps: 800, usd: 0, watts: 1500 },
    { item: 'nic', gbps: 400, usd: 0, watts: 25 },
    { item: 'nic', gbps: 800, usd: 0, watts: 50 },
    { item: 'copper', gbps: 800, reachM: 3, usd: 0, watts: 0 },
    {
      item: 'optic',
      gbps: 400,
      reachM: 500,
      usd: 0,
      watts: 9,
      provenance: 'published',
      source: 'NVIDIA MMS4X00-NS400, 9 W (docs.nvidia.com)',
    },
    {
      item: 'optic',
      gbps: 800,
      reachM: 500,
      usd: 0,
      watts: 16,
      provenance: 'published',
      source: 'pluggable optics of 800G, 15 to 16 W (facts/hardware-directions.csv, S24)',
    },
    { item: 'fibre', reachM: 500, usd: 0 },
  ],
};

export interface NetworkWatts {
  readonly wattsPerGpu: number;
  readonly range: readonly [low: number, high: number];
  /** The list that they are of. */
  readonly list: string;
  readonly provenance: Provenance;
  readonly source: string;
}

const ROUGHLY = 0.25;

/**
 * Undefined where the list has no part for the network, a switch of more ports for example. A single node has
 * none.
 */
export function networkWatts(spec: ClusterSpec, prices?: PriceList): NetworkWatts | undefined {
  const list = prices?.parts === undefined ? NETWORK_WATTS : prices;
  const about = { list: list.name, provenance: list.provenance, source: list.source };
  if (spec.nodes === 1) return { wattsPerGpu: 0, range: [0, 0], ...about };
  const { items, missing } = partsCost(spec, list);
  if (missing.length > 0) return undefined;
  const watts = items.reduce((sum, item) => sum + (item.watts ?? 0), 0);
  const wattsPerGpu = watts / (spec.nodes * spec.gpusPerNode);
  const doubt = list === NETWORK_WATTS ? ROUGHLY : 0;
  return { wattsPerGpu, range: [wattsPerGpu * (1 - doubt), wattsPerGpu * (1 + doubt)], ...about };
}
