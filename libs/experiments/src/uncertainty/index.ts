/** Uncertainty: how far a run's metrics may lie from what it computed, and why. */
export { bandOf } from './band.js';
export {
  type JobChange,
  MATRIX_RATE_ERROR,
  MEMORY_RATE_ERROR,
  type RangedInput,
  rangedInputs,
} from './ranged-inputs.js';
