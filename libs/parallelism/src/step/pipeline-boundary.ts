/**
 * What neighbouring pipeline ranks send each other, and how it contends with other traffic of the same NICs.
 *
 * The published programs that wait (schedule/dualpipe.ts, schedule/one-f-one-b.ts) hand an op's output and
 * gradient over together with receiving the next op's input. So the two messages of an overlapped pair of
 * chunks share the NIC and arrive together. A message travels once both of its ranks wait for it, and then
 * the experts of both send nothing. With eager sends, those of a rank that is early, while its neighbour
 * still works, contend with expert traffic; they do not lengthen the step, and what they cost the experts is
 * `expertSlowdown`.
 */
import { type Fabric, LinkAccount, addSends, sendReceive } from '@railyard/cluster';
import { type LayerShape, PRECISION_RECIPES, residualTokens } from '../model/index.js';
import { type RankGroups, type RankPlacement, type WorkloadSpec } from '../plan/index.js';
import { OpKind, type Schedule, type ScheduleTiming, rankOf } from '../schedule/index.js';
import { expertContention } from './expert-contention.js';
import { type ExpertCommunication } from './expert-communication.js';
import { type OpTimes } from './op-times.js';

export interface PipelineBoundary {
  /**
   * A micro-batch's activations from rank to rank (each tensor rank sends what it holds), every rank at
   * once, no other traffic.
   */
  readonly seconds: number;
  /** The part of it in which no bytes move. */
  readonly latencySeconds: number;
  readonly bytes: number;
  /** An output and a gradient at once: both messages of an overlapped chunk pair. */
  readonly togetherSeconds: number;
}

/** Sends alongside the experts of overlapped chunk pairs. */
export interface BoundaryContention {
  /** One message while an expert collective of an overlapped chunk pair runs on the same NICs. */
  readonly contendedSeconds: number;
  /** How many times longer an expert collective takes with sends concurrent to it all the time. */
  readonly expertSlowdown: number;
}

export function pipelineBoundary(
  fabric: Fabric,
  workload: WorkloadSpec,
  { pipelines }: RankPlacement,
  shape: LayerShape,
): PipelineBoundary {
  const { elementBytes } = PRECISION_RECIPES[workload.precision];
  const bytes = elementBytes * residualTokens(shape) * workload.model.hidden;
  if (pipelines.size === 1) return { seconds: 0, latencySeconds: 0, bytes, togetherSeconds: 0 };
  const { seconds, latencySeconds } = sendReceive(fabric, { pairs: pairsOf(pipelines), bytes });
  return {
    seconds,
    latencySeconds,
    bytes,
    togetherSeconds: latencySeconds + 2 * (seconds - latencySeconds),
  };
}

export function boundaryContention(
  fabric: Fabric,
  { pipelines }: RankPlacement,
  { seconds, latencySeconds, bytes }: PipelineBoundary,
  expert: ExpertCommunication | undefined,
): BoundaryContention {
  if (pipelines.size === 1 || expert?.requests === undefined)
    return { contendedSeconds: seconds, expertSlowdown: 1 };
  const sends = new LinkAccount(fabric, 1);
  addSends(sends, { pairs: pairsOf(pipelines), bytes });
  const contention = expertContention(expert, sends.settle());
  return {
    contendedSeconds: latencySeconds + contention.seconds,
    expertSlowdown: contention.expertSlowdown,
  };
}

/** Neighbours of every pipeline. */
function pairsOf({ members, size, count }: RankGroups): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let first = 0; first < count * size; first += size)
    for (let at = first; at + 1 < first + size; at += 1) pairs.push([members[at], members[at + 1]]);
  return pairs;
}

/**
 * A trailing combine delays an output. Messages that leave a rank at once delay each other: those of one
 * batch where the program has batches, else the two of an overlapped pair.
 */
export function sendTiming(
  schedule: Schedule,
  times: OpTimes,
  boundary: PipelineBoundary,
): Pick<ScheduleTiming, 'outputLag' | 'gradientLag' | 'sharedTransfer'> {
  const sharedTransfer = boundary.togetherSeconds - boundary.seconds;
  if (schedule.pointToPoint !== undefined) return { outputLag: times.outputLag, sharedTransfer };
  const outputLag = times.outputLag.slice();
  const gradientLag = new Float64Array(outputLag.length);
  for (let op = 0; op < outputLag.length; op += 1) {
    if (
      schedule.kind[op] !== OpKind.FB ||
      !leavesRank(schedule, schedule.forwardStage[op], 1, schedule.forwardMicroBatch[op])
    )
      continue;
    if (!leavesRank(schedule, schedule.backwardStage[op], -1, schedule.backwardMicroBatch[op])) continue;
    outputLag[op] += sharedTransfer;
    gradientLag[op] = sharedTransfer;
  }
  return { outputLag, gradientLag };
}

/**
 * What a stage hands to its neighbour goes to another rank: not at the ends of the model, nor at the turn of
 * a V.
 */
function leavesRank(schedule: Schedule, stage: number, step: 1 | -1, microBatch: number): boolean {
  const next = stage + step;
  return (
    next >= 0 &&
    next < schedule.stages &&
    rankOf(schedule, next, microBatch) !== rankOf(schedule, stage, microBatch)
  );
}
