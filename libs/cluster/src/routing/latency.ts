/**
 * Latency of a small message: for each leg (one network crossed, or one hop over NVLink) what its endpoints
 * cost, plus every switch. A message forwarded inside a node (PXN) pays both legs in full: the forwarder must
 * see it arrive and post it again. Constants and their origin: hardware/latency.ts.
 */
import { type LinkLayer } from '../definition/index.js';
import { endpointSeconds, type HopSeconds, hopSecondsOf, switchSeconds } from '../hardware/index.js';

/** Seconds from GPU to GPU over `switches` network switches, after `nvlinkLegs` forwardings inside a node. */
export function networkLatency(
  { endpoints, perSwitch }: HopSeconds,
  switches: number,
  nvlinkLegs = 0,
): number {
  return endpoints + switches * perSwitch + nvlinkLegs * nvlinkLatency();
}

/** Seconds between two GPUs of a node over NVSwitch. */
export const nvlinkLatency = (): number => endpointSeconds('nvlink') + switchSeconds('nvlink');

/** Distances by name: how many network switches a message crosses. */
export const SWITCHES_CROSSED = { sameLeaf: 1, crossLeaf: 3, crossPod: 5 } as const;

export interface LatencyRow {
  /** `infiniband/sameLeaf`, `nvlink`, ... */
  readonly name: string;
  readonly linkLayer: LinkLayer | 'nvlink';
  readonly seconds: number;
  /** Distances that the constants were taken from are inputs; the others are predictions. */
  readonly kind: 'published-input' | 'predicted';
}

/** Every distance of the model: the five measured ones, then three switch tiers and another rail by PXN. */
export function latencyTable(): readonly LatencyRow[] {
  const layers = ['roce', 'infiniband'] as const;
  const over = (linkLayer: LinkLayer, switches: number, nvlinkLegs?: number): number =>
    networkLatency(hopSecondsOf({ linkLayer }), switches, nvlinkLegs);
  const row = (
    linkLayer: LinkLayer,
    name: string,
    seconds: number,
    kind: LatencyRow['kind'],
  ): LatencyRow => ({ name: `${linkLayer}/${name}`, linkLayer, seconds, kind });
  return [
    ...layers.flatMap((layer) => [
      row(layer, 'sameLeaf', over(layer, SWITCHES_CROSSED.sameLeaf), 'published-input'),
      row(layer, 'crossLeaf', over(layer, SWITCHES_CROSSED.crossLeaf), 'published-input'),
    ]),
    { name: 'nvlink', linkLayer: 'nvlink', seconds: nvlinkLatency(), kind: 'published-input' },
    ...layers.flatMap((layer) => [
      row(layer, 'crossPod', over(layer, SWITCHES_CROSSED.crossPod), 'predicted'),
      row(layer, 'otherRailSameLeaf', over(layer, SWITCHES_CROSSED.sameLeaf, 1), 'predicted'),
      row(layer, 'otherRailCrossLeaf', over(layer, SWITCHES_CROSSED.crossLeaf, 1), 'predicted'),
    ]),
  ];
}
