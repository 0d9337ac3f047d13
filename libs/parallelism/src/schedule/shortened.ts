/**
 * A shorter pipeline that is as full as a long one. After its warm-up a schedule repeats itself, so what its
 * ranks hold at most does not grow with the micro-batches that follow.
 */
import { type ScheduleName } from './schedule-name.js';
import { type ScheduleRequest, chunksPerDeviceOf } from './request.js';

/**
 * gpipe keeps every micro-batch; interleaved 1F1B deals micro-batches into groups of all sizes when they are
 * no multiple of the ranks.
 */
const GROWING: readonly ScheduleName[] = ['gpipe', 'interleaved'];

/** Rounds of warm-up and steady state, each of as many micro-batches as there are chunks. */
const ROUNDS = 4;

/** A request with the same peaks of activations on every rank, and with no more micro-batches. */
export function shortened(request: ScheduleRequest): ScheduleRequest {
  const { name, ranks, microBatches } = request;
  const enough = ROUNDS * ranks * chunksPerDeviceOf(request);
  if (GROWING.includes(name) || microBatches <= enough) return request;
  // DualPipe takes an even number.
  return { ...request, microBatches: enough + ((microBatches - enough) % 2) };
}
