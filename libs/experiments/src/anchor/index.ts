/** Anchors: measured steps of one job that correct what the engine says of another. */
export { type Components, componentsOf, totalOf } from './components.js';
export { corrections } from './corrections.js';
export { type JobTraits, traitsOf } from './job-traits.js';
export { anchoredStep, intervalOf } from './anchored-step.js';
