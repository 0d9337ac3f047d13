/**
 * What neighbouring pipeline ranks send each other, and how it contends with other traffic of the same NICs.
 *
 * The schedules' published programs hand an op's output and gradient over together with receiving the next
 * op's input, and wait (DualPipe: `_send_forward`, `_send_backward`, then `_commit_and_wait_comm` before the
 * next chunk). So the two messages of an overlapped pair of chunks share the NIC and arrive together. The
 * experts of a rank that waits send nothing; only the sends of a rank that is early, while its neighbour
 * still works, contend with expert traffic. Nothing waits for these, so they do not lengthen the step, and
 * what they cost the experts is `expertSlowdown`.
 */
import { type Fabric, LinkAccount, addSends, sendReceive } from '@railyard/cluster';
import { type LayerShape } from '../model/index.js';
import { type RankPlacement, type WorkloadSpec, groupMembers } from '../plan/index.js';
import { OpKind, type Schedule, rankOf } from '../schedule/index.js';
import { expertContention } from './expert-contention.js';
import { type ExpertCommunication } from './expert-communication.js';
import { type OpTimes } from './op-times.js';

export interface PipelineBoundary {
  /**
   * A micro-batch's activations from rank to rank (each tensor rank sends its share), every rank at once, no
   * other traffic.
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
  const bytes = (2 * shape.tokens * workload.model.hidden) / workload.parallelism.tensor;
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

export interface SendLags {
  /** [ops] how much later than `seconds` after the end of an op its output, and its gradient, arrive. */
  readonly outputLag: Float64Array;
  readonly gradientLag: Float64Array;
}

/** A trailing combine delays an output; the two messages of an overlapped pair delay each other. */
export function sendLags(schedule: Schedule, times: OpTimes, boundary: PipelineBoundary): SendLags {
  const outputLag = times.outputLag.slice();
  const gradientLag = new Float64Array(outputLag.length);
  const shared = boundary.togetherSeconds - boundary.seconds;
  for (let op = 0; op < outputLag.length; op += 1) {
    if (
      schedule.kind[op] !== OpKind.FB ||
      !leavesRank(schedule, schedule.forwardStage[op], 1, schedule.forwardMicroBatch[op])
    )
      continue;
    if (!leavesRank(schedule, schedule.backwardStage[op], -1, schedule.backwardMicroBatch[op])) continue;
    outputLag[op] += shared;
    gradientLag[op] = shared;
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
