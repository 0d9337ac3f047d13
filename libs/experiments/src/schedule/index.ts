export { runSchedule, type CheckedSchedule, checkedSchedule } from './schedule-request.js';
export { recordSchedule } from './record-schedule.js';
