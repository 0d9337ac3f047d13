export * from './serving-spec.js';
export { type LengthsSpec, lengthAt, meanLength } from './lengths.js';
export { computedTokens, decodeContext, prefillContext, promptPoints, requestsUnderWay } from './requests.js';
export { checkServing } from './check-serving.js';
export { DRAFT_ACCEPTANCE, DRAFT_ACCEPTANCE_RANGE } from './acceptance.js';
export { SERVING_LOAD_CV, SERVING_LOAD_CV_RANGE } from './load-cv.js';
