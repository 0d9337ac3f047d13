export { MAX_DEPTH, MAX_STRING, MAX_VALUES, checkStructure, isRecord } from './structure.js';
export { didYouMean, nearest, nearestKey } from './suggestion.js';
export { presentable, throwIfAny } from './sentences.js';
export { show } from './messages.js';
export { violations } from './validator.js';
