/** Flap: what a part of the network that is down for a while costs a training step. */
export { flapSections } from './flap-section.js';
export { parseStepFlap } from './step-flap.js';
