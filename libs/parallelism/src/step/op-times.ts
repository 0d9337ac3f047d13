/**
 * The duration of every op of a schedule, from what its stages compute and how its micro-batches were routed.
 */
import { assertUnreachable } from '@railyard/base';
import {
  ChunkAlone,
  type ChunkTime,
  OverlappedChunks,
  type OverlappedTime,
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
  const alone = new ChunkAlone(view);
  const overlapped = new OverlappedChunks(view);
  const chunk: ChunkTime = { duration: 0, outputLag: 0, exposed: 0 };
  const pair: OverlappedTime = { duration: 0, exposed: 0 };
  for (let op = 0; op < ops; op += 1) {
    const kind = schedule.kind[op] as OpKind;
    const forwardBatch = schedule.forwardMicroBatch[op];
    const backwardBatch = schedule.backwardMicroBatch[op];
    switch (kind) {
      case OpKind.F:
        alone.forward(stages[schedule.forwardStage[op]], forwardBatch, chunk);
        break;
      case OpKind.B:
        alone.backwardInput(stages[schedule.backwardStage[op]], backwardBatch, chunk);
        break;
      case OpKind.W:
        alone.backwardWeight(stages[schedule.backwardStage[op]], backwardBatch, chunk);
        break;
      case OpKind.BW: {
        const stage = stages[schedule.backwardStage[op]];
        alone.backwardWeight(stage, backwardBatch, chunk);
        const weight = chunk.duration;
        alone.backwardInput(stage, backwardBatch, chunk);
        times.weightPart[op] = weight;
        chunk.duration += weight;
        break;
      }
      case OpKind.FB:
        overlapped.run(
          stages[schedule.forwardStage[op]],
          forwardBatch,
          stages[schedule.backwardStage[op]],
          backwardBatch,
          pair,
        );
        chunk.duration = pair.duration;
        chunk.outputLag = 0;
        chunk.exposed = pair.exposed;
        break;
      default:
        assertUnreachable(kind);
    }
    times.durations[op] = chunk.duration;
    times.outputLag[op] = chunk.outputLag;
    times.exposed[op] = chunk.exposed;
  }
  return times;
}
