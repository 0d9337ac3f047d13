/**
 * The six parts of a step, in Table 4's reading: each is the mean over pipeline ranks, so that they add up to
 * the step's wall time.
 */
import { OP_KINDS, OpKind, type Schedule } from '../schedule/index.js';
import { type LatestGroup } from './expert-groups.js';

export interface StepParts {
  readonly forward: number;
  /** Input part of every backward that is not overlapped with a forward, full backwards included. */
  readonly backwardInput: number;
  /** Weight part of the same. */
  readonly backwardWeight: number;
  /**
   * Of `backwardWeight`, the part inside full backwards. DualPipe's program times four calls, of which a full
   * backward is one: by them the backward takes `backwardInput` and this, the weights what is left.
   */
  readonly fullBackwardWeight: number;
  readonly overlappedForwardBackward: number;
  readonly bubble: number;
  readonly optimizer: number;
  readonly total: number;
  readonly exposedCommunication: number;
}

/** Partition of one executed schedule, the wait for other expert groups and the optimizer phase; seconds. */
export function stepParts(
  schedule: Schedule,
  { executed, times, groupWait }: Pick<LatestGroup, 'executed' | 'times' | 'groupWait'>,
  optimizerSeconds: number,
): StepParts {
  const { ranks } = schedule;
  const mean = new Float64Array(OP_KINDS);
  let bubble = groupWait;
  for (let rank = 0; rank < ranks; rank += 1) {
    for (let kind = 0; kind < OP_KINDS; kind += 1)
      mean[kind] += executed.busy[rank * OP_KINDS + kind] / ranks;
    bubble += executed.bubble[rank] / ranks;
  }
  let weightInFull = 0;
  let exposed = 0;
  for (let op = 0; op < schedule.kind.length; op += 1) {
    weightInFull += times.weightPart[op] / ranks;
    exposed += times.exposed[op] / ranks;
  }
  return {
    forward: mean[OpKind.F],
    backwardInput: mean[OpKind.B] + mean[OpKind.BW] - weightInFull,
    backwardWeight: mean[OpKind.W] + weightInFull,
    fullBackwardWeight: weightInFull,
    overlappedForwardBackward: mean[OpKind.FB],
    bubble,
    optimizer: optimizerSeconds,
    total: executed.makespan + groupWait + optimizerSeconds,
    exposedCommunication: exposed,
  };
}
