/** Formulas: the closed forms that the simulation is held against. */
export {
  type Population,
  dispersion,
  jobMttfS,
  poissonAtMost,
  poissonBand,
  poissonProbability,
  probabilityOfNone,
  superposedRate,
  timeToFirstFailure,
} from './counting.js';
export {
  chiSquaredTail,
  gammaQuantile,
  lowerGamma,
  normalTails,
  poissonAtLeast,
  poissonInterval,
} from './gamma.js';
export {
  availabilityOptimalInterval,
  dalyInterval,
  maximise,
  optimalInterval,
  youngInterval,
} from './interval.js';
export {
  type CheckpointedJob,
  corruptionLossS,
  exactEttrA,
  exactEttrB,
  exponentialMinusOne,
  faultFreeEttr,
  metaEttr,
  retentionNeeded,
} from './renewal.js';
