/**
 * A shorter pipeline that is as full as a long one. After its warm-up a schedule repeats itself, so what its
 * ranks hold at most does not grow with the micro-batches that follow.
 */
import { type ScheduleName } from './schedule-name.js';
import { type ScheduleRequest, chunksPerDeviceOf } from './request.js';

/** gpipe keeps every micro-batch. */
const GROWING: readonly ScheduleName[] = ['gpipe'];

/** Rounds of warm-up and steady state, each of as many micro-batches as there are chunks. */
const ROUNDS = 4;

/** A request with the same peaks of activations on every rank, and with no more micro-batches. */
export function shortened(request: ScheduleRequest): ScheduleRequest {
  const { name, ranks, microBatches } = request;
  if (GROWING.includes(name)) return request;
  if (name === 'interleaved') return fewerGroups(request);
  const enough = ROUNDS * ranks * chunksPerDeviceOf(request);
  if (microBatches <= enough) return request;
  // DualPipe takes an even number.
  return { ...request, microBatches: enough + ((microBatches - enough) % 2) };
}

/**
 * Interleaved 1F1B deals micro-batches into groups of one size where they are a multiple of the ranks, and
 * repeats itself from group to group; else groups have all sizes, and all are kept.
 */
function fewerGroups(request: ScheduleRequest): ScheduleRequest {
  const { ranks, microBatches } = request;
  const enough = ROUNDS * ranks;
  return microBatches % ranks === 0 && microBatches > enough ? { ...request, microBatches: enough } : request;
}
