export { type CostItem } from './cost-item.js';
export { type NetworkCost, networkCost, type NetworkPower } from './network-cost.js';
export { NETWORK_WATTS, type NetworkWatts, networkWatts } from './network-power.js';
export { CABLE_METRES, partsCost } from './parts.js';
export {
  areFitted,
  checkPriceList,
  type EnergyPrice,
  type ItemPrice,
  PART_KINDS,
  type PricedPart,
  priceInputs,
  type PriceList,
  TABLE_3_PRICES,
} from './price-list.js';
