/**
 * Cost of a scale-out network from its inventory and a price list. NICs belong to the nodes and are not part
 * of it.
 */
import { type ClusterSpec } from '../definition/index.js';
import { type TopologyInventory, topologyInventory } from '../topology/index.js';
import { type ItemPrice, type PricedItem, priceOf, type PriceList, TABLE_3_PRICES } from './price-list.js';

export interface CostItem extends Required<ItemPrice> {
  readonly name: PricedItem;
  readonly count: number;
  /** All of them. */
  readonly costUSD: number;
}

export interface NetworkCost {
  readonly inventory: TopologyInventory;
  readonly items: readonly CostItem[];
  readonly costUSD: number;
  readonly costPerEndpointUSD: number;
}

export function networkCost(spec: ClusterSpec, prices: PriceList = TABLE_3_PRICES): NetworkCost {
  const inventory = topologyInventory(spec);
  const item = (name: PricedItem, count: number): CostItem => {
    const price = priceOf(prices, name);
    return { name, count, ...price, costUSD: count * price.usd };
  };
  const items = [
    item('switch', inventory.switches),
    item('fabricCable', inventory.fabricLinks),
    item('endpointCable', inventory.endpointLinks),
  ];
  const costUSD = items.reduce((sum, part) => sum + part.costUSD, 0);
  return { inventory, items, costUSD, costPerEndpointUSD: costUSD / inventory.endpoints };
}
