export { type InitAnswer, type InitRequest, initExperiment } from './init-experiment.js';
