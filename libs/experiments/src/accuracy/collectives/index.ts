/** Measured collectives against the model. */
export { collectiveAccuracy } from './collective-accuracy.js';
export { collectivesOfTable } from './collective-rows.js';
export { type CollectiveRow } from './measured-collective.js';
