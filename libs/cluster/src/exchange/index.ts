export { type AlikeMessages, alikeMessages, alikeSize } from './alike-messages.js';
export { Exchange, exchangeOf, type ReachedShares } from './exchange.js';
export { type HashBand, hashBand, MOST_DRAWS } from './hash-band.js';
export { nodeMessages, nodeSize, sendsByNode } from './node-messages.js';
export { exchangeSteps } from './exchange-steps.js';
