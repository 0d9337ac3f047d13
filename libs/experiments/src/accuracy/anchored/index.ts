/** Projections from measured steps, judged by pairs of published runs. */
export { type AnchoredAccuracy, type AnchoredSource, anchoredAccuracy } from './anchored-accuracy.js';
