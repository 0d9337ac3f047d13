export { type CostItem, type NetworkCost, networkCost } from './network-cost.js';
export { areFitted, type ItemPrice, priceInputs, type PriceList, TABLE_3_PRICES } from './price-list.js';
