export { type NetworkCost, networkCost, priceInputs } from './network-cost.js';
export { PRICES, type PriceList } from './price-list.js';
