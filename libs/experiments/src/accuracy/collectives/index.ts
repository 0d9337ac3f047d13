/** Measured collectives against the model. */
export { collectiveAccuracy } from './collective-accuracy.js';
export { collectivesOfLog, collectivesOfTable } from './collective-rows.js';
export {
  heldElsewhere,
  type HeldElsewhere,
  largestSizes,
  measuredBeside,
  type MeasuredBeside,
} from './measured-beside.js';
export { measuredClusterOf } from './measured-clusters.js';
export { readNcclLog } from './nccl-log.js';
export { collectivesOfProfile } from './profile-rows.js';
export { type CollectiveRow, isMeasuredCollective } from './measured-collective.js';
