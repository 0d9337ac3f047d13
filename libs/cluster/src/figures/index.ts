export { figure5, figure6, figure7, figure8, type FigurePoint, type Networks } from './figures.js';
export { type PlannedGain, plannedOverEcmp, type PlannedRequest } from './ecmp-all-reduce.js';
export { hashImbalance } from './ecmp-imbalance.js';
export { ecmpPermutation, type PermutationDraw } from './ecmp-permutation.js';
export { type NicUtilisation, nicUtilisation } from './ecmp-utilisation.js';
