/**
 * The duration of every op of a schedule, from what its stages compute and how its micro-batches were routed.
 */
import { assertUnreachable } from '@railyard/base';
import {
  ChunkAlone,
  type ChunkTime,
  OverlappedChunks,
  RoutingView,
  type StageTimes,
} from '../chunk/index.js';
import { type RoutingImbalance } from '../experts/index.js';
import { OpKind, type Schedule } from '../schedule/index.js';

/** All arrays are indexed by op; seconds. */
export interface OpTimes {
  readonly durations: Float64Array;
  /** From the end of the op until its forward output may be sent: a trailing combine. */
  readonly outputLag: Float64Array;
  /** Part of a full backward (BW) that is weight gradient. */
  readonly weightPart: Float64Array;
  /** Communication during which the op's compute stream waited. */
  readonly exposed: Float64Array;
}

export function opTimes(
  schedule: Schedule,
  stages: readonly StageTimes[],
  routing: RoutingImbalance | undefined,
): OpTimes {
  const ops = schedule.kind.length;
  const times: OpTimes = {
    durations: new Float64Array(ops),
    outputLag: new Float64Array(ops),
    weightPart: new Float64Array(ops),
    exposed: new Float64Array(ops),
  };
  const view = new RoutingView(routing);
  const chunks = { alone: new ChunkAlone(view), overlapped: new OverlappedChunks(view) };
  const time: OpTime = { duration: 0, outputLag: 0, weightPart: 0, exposed: 0 };
  for (let op = 0; op < ops; op += 1) {
    timeOp(schedule, stages, op, chunks, time);
    times.durations[op] = time.duration;
    times.outputLag[op] = time.outputLag;
    times.weightPart[op] = time.weightPart;
    times.exposed[op] = time.exposed;
  }
  return times;
}

interface OpTime extends ChunkTime {
  weightPart: number;
}

/** Writes the times of one op into `out`. */
function timeOp(
  schedule: Schedule,
  stages: readonly StageTimes[],
  op: number,
  { alone, overlapped }: { readonly alone: ChunkAlone; readonly overlapped: OverlappedChunks },
  out: OpTime,
): void {
  const kind = schedule.kind[op] as OpKind;
  const forward = stages[schedule.forwardStage[op]];
  const forwardBatch = schedule.forwardMicroBatch[op];
  const backward = stages[schedule.backwardStage[op]];
  const backwardBatch = schedule.backwardMicroBatch[op];
  out.weightPart = 0;
  switch (kind) {
    case OpKind.F:
      alone.forward(forward, forwardBatch, out);
      break;
    case OpKind.B:
      alone.backwardInput(backward, backwardBatch, out);
      break;
    case OpKind.W:
      alone.backwardWeight(backward, backwardBatch, out);
      break;
    case OpKind.BW:
      alone.backwardWeight(backward, backwardBatch, out);
      out.weightPart = out.duration;
      alone.backwardInput(backward, backwardBatch, out);
      out.duration += out.weightPart;
      break;
    case OpKind.FB:
      // The collectives of both sides are inside the pair, so no combine trails.
      out.outputLag = 0;
      overlapped.run(forward, forwardBatch, backward, backwardBatch, out);
      break;
    default:
      assertUnreachable(kind);
  }
}
