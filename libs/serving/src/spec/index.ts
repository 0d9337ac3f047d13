export * from './serving-spec.js';
export { checkServing } from './check-serving.js';
export { SERVING_LOAD_CV } from './load-cv.js';
