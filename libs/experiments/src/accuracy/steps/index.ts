/** Measured steps of one GPU against the engine. */
export { type StepFile, isStepFile } from './measured-step.js';
export { type StepAccuracy, stepAccuracy } from './step-accuracy.js';
