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
import { type RankPlacement, type WorkloadSpec, groupMembers } from '../plan/index.js';
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
  readonly bytes: number;
  /** An output and a gradient at once: both messages of an overlapped chunk pair. */
  readonly togetherSeconds: number;
  /** One message while an expert collective of an overlapped chunk pair runs on the same NICs. */
  readonly contendedSeconds: number;
  /** How many times longer an expert collective takes with sends concurrent to it all the time. */
  readonly expertSlowdown: number;
}

export function pipelineBoundary(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
  expert: ExpertCommunication | undefined,
): PipelineBoundary {
  const { pipelines } = placement;
  const { elementBytes } = PRECISION_RECIPES[workload.precision];
  const bytes = elementBytes * residualTokens(shape) * workload.model.hidden;
  if (pipelines.size === 1)
    return { seconds: 0, bytes, togetherSeconds: 0, contendedSeconds: 0, expertSlowdown: 1 };
  const pairs: (readonly [number, number])[] = [];
  for (let group = 0; group < pipelines.count; group += 1) {
    const members = groupMembers(pipelines, group);
    for (let p = 0; p + 1 < members.length; p += 1) pairs.push([members[p], members[p + 1]]);
  }
  const { seconds, latencySeconds } = sendReceive(fabric, { pairs, bytes });
  const uncontended = {
    seconds,
    bytes,
    togetherSeconds: latencySeconds + 2 * (seconds - latencySeconds),
    contendedSeconds: seconds,
    expertSlowdown: 1,
  };
  if (expert?.requests === undefined) return uncontended;
  const sends = new LinkAccount(fabric, 1);
  addSends(sends, { pairs, bytes });
  const contention = expertContention(expert, sends.settle());
  return {
    ...uncontended,
    contendedSeconds: latencySeconds + contention.seconds,
    expertSlowdown: contention.expertSlowdown,
  };
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
