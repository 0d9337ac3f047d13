/** Wishes: the paper's suggestions for hardware as switches of documents, priced on the founding cluster. */
export {
  type PricedChange,
  type PricedSet,
  type PricedSuggestion,
  priceWishes,
  type WishPrices,
} from './price-wishes.js';
export { STRENGTHS } from './strengths.js';
export { type Suggestion } from './suggestion.js';
