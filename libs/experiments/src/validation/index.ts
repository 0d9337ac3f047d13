export { checkStructure } from './structure.js';
export { nearest, nearestKey, useOneOf } from './suggestion.js';
export { presentable, throwIfAny } from './sentences.js';
export { givenRequest } from './request.js';
export { show } from './messages.js';
export { violations } from './validator.js';
