/** Uncertainty: how far a run's metrics may lie from what it computed, and why. */
export { bandOf } from './band.js';
export { kernelRateErrors } from './kernel-rate-errors.js';
export { rangedInputs } from './ranged-inputs.js';
export { type SensitivityRow, type StepPhaseName, sensitivityOf } from './sensitivity.js';
