/** Pipeline schedules as data: generators, checker, executor, published bubbles. */
export { type ScheduleFault, checkSchedule, peakActivations } from './check.js';
export { dualPipe, dualPipeV } from './dualpipe.js';
export { type CriticalPath, criticalPath } from './critical-path.js';
export { type ScheduleTiming, executeSchedule } from './execute.js';
export { BUBBLE_FORMULAS, type BubbleFormula, type DeviceOpTimes } from './formulas.js';
export { generateSchedule } from './generate.js';
export { scheduleFor } from './schedule-cache.js';
export {
  MAX_SCHEDULE_OPS,
  MAX_STAGES,
  SCHEDULE_NAMES,
  SEND_MODES,
  type SchedulePlaces,
  type ScheduleRequest,
  checkScheduleRequest,
  chunksPerDeviceOf,
  directionsOf,
} from './request.js';
export { opName } from './op-name.js';
export { shortened } from './shortened.js';
export { OP_KINDS, OP_KIND_NAMES, OpKind, type Schedule, opCount, rankOf } from './schedule.js';
export { type ScheduleName, type SendMode } from './schedule-name.js';
export {
  type RankSummary,
  type ScheduleSummary,
  type ScheduleTimesMs,
  type ScheduleWarning,
  countOps,
  executeEvenly,
  summarizeSchedule,
} from './summarize.js';
export { type HeldTimes, ScheduleWorkspace } from './workspace.js';
