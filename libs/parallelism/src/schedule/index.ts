/** Pipeline schedules as data: generators, checker, executor, published bubbles. */
export { dualPipe, dualPipeV } from './dualpipe.js';
export { type ScheduleTiming, ScheduleWorkspace, executeSchedule } from './execute.js';
export { type ChunkCosts, SCHEDULE_NAMES, type SchedulePlaces, type ScheduleRequest, checkScheduleRequest, chunksPerDeviceOf } from './request.js';
export { OP_KINDS, OP_KIND_NAMES, OpKind, type Schedule, opCount, rankOf } from './schedule.js';
