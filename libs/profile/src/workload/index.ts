/** Workload: a recorded profile as tasks that can be executed on another machine. */
export {
  type AnalyzedProfile,
  type ExecutedProfile,
  type ProfileRequest,
  RECORDED_NIC_GBPS,
  RECORDED_SMS,
  type RetargetedComparison,
  analyzeProfile,
} from './analyze-profile.js';
export {
  type PlacedTask,
  type RetargetedProfile,
  checkProfileMachine,
  profileMachine,
  readProfileWorkload,
  retarget,
  timeRatio,
} from './retarget.js';
export {
  DUALPIPE_DEPENDENCIES,
  type PhaseDependency,
  type ProfileMachine,
  type ProfileTask,
  type ProfileWorkload,
  importWorkload,
  workloadOf,
} from './workload.js';
