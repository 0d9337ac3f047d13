/**
 * Schedules of earlier requests. The points of a sweep mostly share one, so small ones are cached.
 */
import { generateSchedule } from './generate.js';
import { type ScheduleRequest } from './request.js';
import { type Schedule, opCount } from './schedule.js';

/** Ops of all cached schedules, at 14 bytes each, or about 60 with what their ranks post and wait for. */
const MAX_CACHED_OPS = 400_000;

const cache = new Map<string, Schedule>();
let cachedOps = 0;

/**
 * As `generateSchedule`, but the schedule is shared: its arrays must not be written.
 * @throws InvariantError when a precondition of checkScheduleRequest does not hold.
 */
export function scheduleFor(request: ScheduleRequest): Schedule {
  const { name, ranks, microBatches, chunksPerDevice, sends, pairs = false } = request;
  const key = `${name} ${ranks} ${microBatches} ${chunksPerDevice} ${sends} ${pairs}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const schedule = generateSchedule(request);
  const ops = opCount(schedule);
  if (cachedOps + ops > MAX_CACHED_OPS) {
    cache.clear();
    cachedOps = 0;
  }
  if (ops <= MAX_CACHED_OPS) {
    cache.set(key, schedule);
    cachedOps += ops;
  }
  return schedule;
}
