/** Cost of a scale-out network from its inventory and a price list. NICs belong to the nodes and are not part of it. */
import { type ProvenancedInput, asInput } from '@railyard/base';
import { type ClusterSpec } from '../definition/cluster-spec.js';
import { type TopologyInventory, topologyInventory } from '../topology/inventory.js';
import { PRICES, type PriceList } from './price-list.js';

export interface NetworkCost {
  readonly inventory: TopologyInventory;
  /** Total, in millions of USD. */
  readonly costMUSD: number;
  /** In thousands of USD. */
  readonly costPerEndpointKUSD: number;
  readonly items: readonly { readonly name: keyof PriceList; readonly count: number; readonly costMUSD: number }[];
}

export function networkCost(spec: ClusterSpec, prices: PriceList = PRICES): NetworkCost {
  const inventory = topologyInventory(spec);
  const item = (name: keyof PriceList, count: number) => ({ name, count, costMUSD: (count * prices[name].value) / 1e6 });
  const items = [
    item('switchUSD', inventory.switches),
    item('fabricCableUSD', inventory.fabricLinks),
    item('endpointCableUSD', inventory.endpointLinks),
  ];
  const costMUSD = items.reduce((sum, { costMUSD: part }) => sum + part, 0);
  return { inventory, items, costMUSD, costPerEndpointKUSD: (costMUSD * 1e3) / inventory.endpoints };
}

/** The prices as inputs of a result. */
export const priceInputs = (prices: PriceList = PRICES): ProvenancedInput[] =>
  (['switchUSD', 'fabricCableUSD', 'endpointCableUSD'] as const).map((name) => asInput(`prices.${name}`, prices[name]));
