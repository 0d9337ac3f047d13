/** A pipeline schedule, executed in a thread of its own. */
import { type CheckedSchedule, runSchedule } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default (schedule: CheckedSchedule) => outputOf(() => runSchedule(schedule));
