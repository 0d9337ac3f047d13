/** Anchors: measured steps of one job that correct what the engine says of another. */
export { type Components, componentsOf, totalOf } from './components.js';
export { corrections, deviation, explainedPct } from './corrections.js';
export { anchoredStep } from './anchored-step.js';
