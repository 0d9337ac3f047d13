/** Faults: what can fail, how often, for how long; drawn or recorded. */
export { type ArrivalProcess, type ComponentPicker, arrivalProcess } from './arrivals.js';
export { DrawnTrace, type RateScale, scaleOf } from './drawn-trace.js';
export { drawDuration, durationQuantile } from './durations.js';
export { eventKey } from './event-key.js';
export {
  FaultLog,
  type FaultLogColumns,
  type FaultLogOptions,
  FaultLogReader,
  MOST_RECORDED_FAULTS,
  type RecordedFault,
  faultLogCsv,
  faultLogOf,
  recordedFaults,
} from './fault-log.js';
export { type FaultRecord, type FaultSource } from './fault-source.js';
export {
  COMPONENT_KINDS,
  type ComponentKind,
  type FleetShape,
  checkFleet,
  componentIndex,
  componentName,
  fatTreeFleet,
  machineNodes,
  nodeOf,
  perNode,
  population,
} from './fleet.js';
export { csvCells, LONGEST_LINE, RecordedLogError } from './log-lines.js';
export { isoSeconds, readTime } from './log-times.js';
export {
  FAULT_PROFILES,
  LEMONS,
  LINK_FLAP,
  PLANNED_MAINTENANCE,
  RSC1_PER_1000_NODE_DAYS,
  RSC2_PER_1000_NODE_DAYS,
  SDC_AEGIS,
  SDC_STRESS_PER_1000_GPU_DAYS,
  STRAGGLERS,
  withClasses,
} from './presets.js';
export { checkFaultProfile } from './profile-check.js';
export {
  type ArrivalSpec,
  type DurationSpec,
  type FaultClassSpec,
  type FaultEffect,
  type FaultFamily,
  type FaultProfileSpec,
  type LemonSpec,
  type NetworkModel,
  type RateKey,
  FAULT_FAMILIES,
  NETWORK_MODELS,
  RATE_KEYS,
} from './profile-spec.js';
export { classRatePerS, failStopRatePerS, rateOf } from './rates.js';
export { VISIBLE_SHARE, VISIBLE_SIGMA, type Visibility, visibilityOf } from './visibility.js';
