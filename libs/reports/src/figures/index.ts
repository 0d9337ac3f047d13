/** One builder for each figure of the network. */
export { figure5, type WithoutPxn } from './figure5.js';
export { figure6 } from './figure6.js';
export { figure7, type LowLatencyPoint } from './figure7.js';
export { figure8 } from './figure8.js';
export { type EcmpEvidence } from './ecmp-rows.js';
export { type PermutationDraws } from './permutation-rows.js';
