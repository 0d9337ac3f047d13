export { runSchedule, type CheckedSchedule, checkedSchedule } from './schedule-request.js';
