/** Profile: recorded kernel traces, what they hold, and how they would run on another machine. */
export { LARGEST_EVENT, TraceError } from './json-events.js';
export { KERNEL_KINDS, type KernelBound, type KernelKind, kernelBound, kernelKind } from './kernel-kinds.js';
export {
  type LayerProfile,
  type Overlap,
  type PhaseProfile,
  type RecordedProfile,
  type StreamProfile,
  importTrace,
  profileOf,
} from './recorded-profile.js';
export {
  type PlacedTask,
  type RetargetedProfile,
  checkProfileMachine,
  profileMachine,
  readProfileWorkload,
  retarget,
  timeRatio,
} from './retarget.js';
export { MOST_RECORDS, type TraceRecords, readTrace } from './trace-records.js';
export {
  DUALPIPE_DEPENDENCIES,
  type PhaseDependency,
  type ProfileMachine,
  type ProfileTask,
  type ProfileWorkload,
  importWorkload,
  workloadOf,
} from './workload.js';
