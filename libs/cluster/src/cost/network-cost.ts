/**
 * Cost of a scale-out network from its inventory and a price list: three prices for everything, or parts
 * by class and rate with power, racks and energy. NICs belong to the nodes, and count only where a list of
 * parts prices them.
 */
import { type ClusterSpec } from '../definition/index.js';
import { bisectionGBps, type TopologyInventory, topologyInventory } from '../topology/index.js';
import { type CostItem } from './cost-item.js';
import { nameOf, partsCost, usdPerWatt } from './parts.js';
import { type PricedItem, priceOf, type PriceList, TABLE_3_PRICES } from './price-list.js';

export interface NetworkCost {
  readonly inventory: TopologyInventory;
  readonly items: readonly CostItem[];
  /** What is bought. */
  readonly costUSD: number;
  readonly costPerEndpointUSD: number;
  /**
   * Both ways between two halves of the endpoints are one figure: the rate one way. Left out where no
   * graph exists.
   */
  readonly bisectionGBps?: number;
  readonly costPerBisectionGbpsUSD?: number;
  /** Of a list of parts. */
  readonly power?: NetworkPower;
}

export interface NetworkPower {
  readonly kilowatts: number;
  readonly racks?: number;
  /** Over the years of the list, where it prices energy. */
  readonly energyUSD?: number;
  readonly years?: number;
  /** What is bought and its energy. */
  readonly totalUSD: number;
}

export function networkCost(spec: ClusterSpec, prices: PriceList = TABLE_3_PRICES): NetworkCost {
  const inventory = topologyInventory(spec);
  const items = prices.parts === undefined ? flatItems(inventory, prices) : partsCost(spec, prices).items;
  const costUSD = items.reduce((sum, part) => sum + part.costUSD, 0);
  const bisection = bisectionGBps(spec);
  return {
    inventory,
    items,
    costUSD,
    costPerEndpointUSD: costUSD / inventory.endpoints,
    ...(bisection === undefined
      ? {}
      : { bisectionGBps: bisection, costPerBisectionGbpsUSD: costUSD / (8 * bisection) }),
    ...(prices.parts === undefined ? {} : { power: powerOf(items, costUSD, prices) }),
  };
}

function flatItems(inventory: TopologyInventory, prices: PriceList): readonly CostItem[] {
  const item = (name: PricedItem, count: number): CostItem => {
    const price = priceOf(prices, name);
    return { name, count, ...price, costUSD: count * price.usd };
  };
  return [
    item('switch', inventory.switches),
    item('fabricCable', inventory.fabricLinks),
    item('endpointCable', inventory.endpointLinks),
  ];
}

function powerOf(items: readonly CostItem[], costUSD: number, prices: PriceList): NetworkPower {
  const watts = items.reduce((sum, item) => sum + (item.watts ?? 0), 0);
  const rackNames = (prices.parts ?? []).filter(({ item }) => item === 'rack').map(nameOf);
  const racks = items.find(({ name }) => rackNames.includes(name))?.count;
  const energyUSD = watts * usdPerWatt(prices);
  return {
    kilowatts: watts / 1000,
    ...(racks === undefined ? {} : { racks }),
    ...(prices.energy === undefined ? {} : { energyUSD, years: prices.energy.years }),
    totalUSD: costUSD + energyUSD,
  };
}
