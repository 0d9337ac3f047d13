/** Simulation: a resolved document in, the sections of a result out. */
export { servingInputs, trainingInputs } from './inputs.js';
export { jobOf, runDocument, stepMetrics, stepSections } from './run-training.js';
export { type ExecutedOp, allOps, opsOfRank } from './executed-ops.js';
export { memoryOverTime } from './memory-over-time.js';
export { type CheckedInvariant, type InvariantName } from './invariants.js';
export {
  type BusiestOfClass,
  type BytesByClass,
  type LoadPeriod,
  type LoadedLink,
  type PlaneLoad,
} from './link-loads.js';
export { type CheckpointLoads, type NetworkLoads, type StoragePlaneLoad } from './network.js';
