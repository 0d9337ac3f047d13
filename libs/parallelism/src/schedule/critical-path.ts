/** Which ops of an executed schedule follow from one another, up to the one that ends last. */
import { OpKind, type Schedule } from './schedule.js';
import { type ScheduleWorkspace } from './workspace.js';

/** From the last op back to the first. With other durations the schedule takes no less than their sum. */
export interface CriticalPath {
  readonly ops: Int32Array;
  /** [ops] 1 where what follows on the path waits for the op's forward output, and so for what trails it. */
  readonly feeds: Uint8Array;
}

/** No op made what is there: the first input, or a slot that nothing fills. */
const NO_OP = -1;

/** @param executed the schedule, by `executeSchedule` */
export function criticalPath(schedule: Schedule, { end, arrival }: ScheduleWorkspace): CriticalPath {
  const { kind, rankOffsets, stages, microBatches } = schedule;
  const { forwardStage, forwardMicroBatch, backwardStage, backwardMicroBatch } = schedule;
  const makers = makersOf(schedule);
  const starts = new Set(rankOffsets);
  const ops: number[] = [];
  const feeds: number[] = [];
  let op = lastOp(schedule, end);
  let isFed = 0;
  while (op !== NO_OP) {
    ops.push(op);
    feeds.push(isFed);
    let before = starts.has(op) ? NO_OP : op - 1;
    let latest = before === NO_OP ? 0 : end[before];
    isFed = 0;
    const what = kind[op];
    if (what === OpKind.F || what === OpKind.FB) {
      const slot = forwardStage[op] * microBatches + forwardMicroBatch[op];
      if (makers[slot] !== NO_OP && arrival[slot] > latest) {
        [before, latest, isFed] = [makers[slot], arrival[slot], 1];
      }
    }
    if (what !== OpKind.F && what !== OpKind.W) {
      const slot = (stages + backwardStage[op]) * microBatches + backwardMicroBatch[op];
      if (makers[slot] !== NO_OP && arrival[slot] > latest)
        [before, isFed] = [makers[slot], backwardStage[op] === stages - 1 ? 1 : 0];
    }
    op = before;
  }
  return { ops: Int32Array.from(ops), feeds: Uint8Array.from(feeds) };
}

function lastOp({ kind }: Schedule, end: Float64Array): number {
  let last = 0;
  for (let op = 1; op < kind.length; op += 1) if (end[op] > end[last]) last = op;
  return last;
}

/** [2 x stages x microBatches] the op that makes the input of a forward, then of a backward. */
function makersOf(schedule: Schedule): Int32Array {
  const { kind, stages, microBatches } = schedule;
  const { forwardStage, forwardMicroBatch, backwardStage, backwardMicroBatch } = schedule;
  const makers = new Int32Array(2 * stages * microBatches).fill(NO_OP);
  for (let op = 0; op < kind.length; op += 1) {
    const what = kind[op];
    if (what === OpKind.W) continue;
    if (what === OpKind.F || what === OpKind.FB) {
      // The last stage's forward feeds its own backward, every other one the next stage.
      const to = forwardStage[op] + (forwardStage[op] === stages - 1 ? stages : 1);
      makers[to * microBatches + forwardMicroBatch[op]] = op;
    }
    if (what !== OpKind.F && backwardStage[op] > 0)
      makers[(stages + backwardStage[op] - 1) * microBatches + backwardMicroBatch[op]] = op;
  }
  return makers;
}
