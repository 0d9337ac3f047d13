export { type StepEnergy, stepEnergy } from './step-energy.js';
