/** Job: one training job over days, event by event. */
export { CheckpointCycle } from './checkpoint-cycle.js';
export { checkingShare, discoveryOf, latestDiscoveryS } from './detectors.js';
export {
  LEDGER_PARTS,
  type LedgerPart,
  type LostTime,
  PART,
  PART_WORDS,
  type TimeLedger,
  ledgerTotal,
  lostTimes,
  toLedger,
} from './ledger.js';
export {
  type CountingMachineOptions,
  type MachineCondition,
  type MachineModel,
  conditionKey,
  constantMachine,
  countingMachine,
  memoised,
  undisturbed,
} from './machine-model.js';
export { type JobOutcome, effectiveTimeOf, ettrOf, goodputOf } from './outcome.js';
export { checkRecoveryPolicy } from './policy-check.js';
export { DEFAULT_POLICY, RECOVERY_POLICIES, SDC_DETECTORS, defaultSpares } from './policy-presets.js';
export {
  DETECTOR_KINDS,
  type DetectorKind,
  type CheckpointTierSpec,
  FLAP_WINDOWS_S,
  type ReplicaLossSpec,
  TIER_KINDS,
  type RecoveryPolicySpec,
  type SdcDetectorSpec,
  keptCheckpoints,
  withInterval,
} from './policy-spec.js';
export { type Phase, Recorder, TIMELINE_LIMIT, type TimelineMark, type TimelineSpan } from './recorder.js';
export { GIVE_UP_FACTOR, type Horizon, type ReplayRequest, limitsOf } from './replay-request.js';
export { JobSimulation } from './simulation.js';
