export * from './serving-spec.js';
export { type LengthsSpec, lengthAt, meanLength } from './lengths.js';
export { computedTokens, decodeContext, prefillContext, promptPoints, requestsUnderWay } from './requests.js';
export { checkServing } from './check-serving.js';
export { SERVING_LOAD_CV } from './load-cv.js';
