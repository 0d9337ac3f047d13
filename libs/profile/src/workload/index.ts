/** Workload: a recorded profile as tasks that can be executed on another machine. */
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
