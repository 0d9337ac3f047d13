/**
 * Schedules that were asked for before. The points of a sweep mostly share one, so small ones are kept for
 * the next request.
 */
import { generateSchedule } from './generate.js';
import { type ScheduleRequest } from './request.js';
import { type Schedule, opCount } from './schedule.js';

/** Ops of all that are kept, at 14 bytes each. */
const MOST_OPS = 400_000;

const kept = new Map<string, Schedule>();
let keptOps = 0;

/**
 * As `generateSchedule`, but others may hold the same schedule: its arrays are to be read.
 * @throws InvariantError when a precondition of checkScheduleRequest does not hold.
 */
export function scheduleFor(request: ScheduleRequest): Schedule {
  const key = `${request.name} ${request.ranks} ${request.microBatches} ${request.chunksPerDevice}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const schedule = generateSchedule(request);
  const ops = opCount(schedule);
  if (keptOps + ops > MOST_OPS) {
    kept.clear();
    keptOps = 0;
  }
  if (ops <= MOST_OPS) {
    kept.set(key, schedule);
    keptOps += ops;
  }
  return schedule;
}
