/**
 * Checks any schedule: every op once, on its rank, in an order that can be executed. And what it holds in
 * memory.
 */
import { checkCalls, describeMessage } from './check-calls.js';
import { executeOps } from './execute.js';
import { OP_KIND_NAMES, OpKind, type Schedule, rankOf } from './schedule.js';
import { ScheduleWorkspace } from './workspace.js';

export interface ScheduleFault {
  readonly code:
    'out-of-range' | 'wrong-rank' | 'repeated' | 'missing' | 'out-of-order' | 'transfer' | 'deadlock';
  readonly rank: number;
  /** The op that breaks the rule; -1 when one is missing. */
  readonly op: number;
  readonly message: string;
}

/** A wrong list of millions of ops is not worth millions of messages. */
const MAX_FAULTS = 20;

/** What has been done to one micro-batch on one stage. */
const FORWARD = 1;
const BACKWARD = 2;
const WEIGHT = 4;
const ALL = FORWARD | BACKWARD | WEIGHT;

/** The faults of a schedule, at most 20; none: executeSchedule will finish. */
export function checkSchedule(schedule: Schedule): ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  const done = new Uint8Array(schedule.stages * schedule.microBatches);
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1)
      checkOp(schedule, rank, op, done, faults);
  }
  for (let slot = 0; slot < done.length; slot += 1)
    if (done[slot] !== ALL) missing(schedule, slot, done[slot], faults);
  if (faults.length === 0 && schedule.pointToPoint !== undefined)
    for (const fault of checkCalls(schedule, schedule.pointToPoint)) faults.push(fault);
  // Only a complete list of well-formed ops can be executed.
  if (faults.length === 0) findDeadlock(schedule, faults);
  return faults.slice(0, MAX_FAULTS);
}

function checkOp(
  schedule: Schedule,
  rank: number,
  op: number,
  done: Uint8Array,
  faults: ScheduleFault[],
): void {
  const kind = schedule.kind[op];
  const fault = (code: ScheduleFault['code'], message: string): void => {
    if (faults.length < MAX_FAULTS)
      faults.push({
        code,
        rank,
        op,
        message: `op ${op} (${OP_KIND_NAMES[kind] ?? kind}) of rank ${rank}: ${message}`,
      });
  };
  const part = (stage: number, microBatch: number, bits: number, needs: number): void => {
    const inRange =
      stage >= 0 && stage < schedule.stages && microBatch >= 0 && microBatch < schedule.microBatches;
    if (!inRange) return fault('out-of-range', `no stage ${stage} or micro-batch ${microBatch}`);
    const owner = rankOf(schedule, stage, microBatch);
    if (owner !== rank)
      return fault('wrong-rank', `stage ${stage} of micro-batch ${microBatch} lies on rank ${owner}`);
    const slot = stage * schedule.microBatches + microBatch;
    const before = done[slot];
    if ((before & bits) !== 0) fault('repeated', `stage ${stage}, micro-batch ${microBatch} again`);
    else if ((before & needs) !== needs)
      fault('out-of-order', `stage ${stage}, micro-batch ${microBatch} before what it needs`);
    done[slot] = before | bits;
  };
  if (kind >= OP_KIND_NAMES.length) return fault('out-of-range', 'no such kind');
  const backwardStage = schedule.backwardStage[op];
  const backwardMicroBatch = schedule.backwardMicroBatch[op];
  // The overlapped backward comes first: it may not need the forward that it is overlapped with.
  if (kind === OpKind.B) part(backwardStage, backwardMicroBatch, BACKWARD, FORWARD);
  if (kind === OpKind.BW || kind === OpKind.FB)
    part(backwardStage, backwardMicroBatch, BACKWARD | WEIGHT, FORWARD);
  if (kind === OpKind.W) part(backwardStage, backwardMicroBatch, WEIGHT, FORWARD | BACKWARD);
  if (kind === OpKind.F || kind === OpKind.FB)
    part(schedule.forwardStage[op], schedule.forwardMicroBatch[op], FORWARD, 0);
}

function missing(schedule: Schedule, slot: number, done: number, faults: ScheduleFault[]): void {
  if (faults.length >= MAX_FAULTS) return;
  const stage = Math.floor(slot / schedule.microBatches);
  const microBatch = slot % schedule.microBatches;
  const names = [
    (done & FORWARD) === 0 ? 'F' : '',
    (done & BACKWARD) === 0 ? 'B' : '',
    (done & WEIGHT) === 0 ? 'W' : '',
  ].filter((name) => name !== '');
  const rank = rankOf(schedule, stage, microBatch);
  faults.push({
    code: 'missing',
    rank,
    op: -1,
    message: `stage ${stage}, micro-batch ${microBatch} has no ${names.join(', no ')} on rank ${rank}`,
  });
}

function findDeadlock(schedule: Schedule, faults: ScheduleFault[]): void {
  const workspace = new ScheduleWorkspace();
  const none = new Float64Array(schedule.directions * schedule.stages);
  const finished = executeOps(
    schedule,
    { durations: new Float64Array(schedule.kind.length), forwardTransfer: none, backwardTransfer: none },
    workspace,
  );
  if (finished === schedule.ranks) return;
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    const op = workspace.position[rank];
    const call = awaitedCall(schedule, rank, op, workspace.call[rank]);
    const atEnd = op === schedule.rankOffsets[rank + 1];
    if (atEnd && call === undefined) continue;
    const never = atEnd ? 'ends' : `runs op ${op} (${OP_KIND_NAMES[schedule.kind[op]]})`;
    const awaited = call === undefined ? '' : `: it waits for ${describeMessage(schedule, call)}`;
    faults.push({
      code: 'deadlock',
      rank,
      op: atEnd ? -1 : op,
      message: `rank ${rank} never ${never}${awaited}`,
    });
  }
}

/** The call before op `op` at which the rank stands, unless it has passed them all. */
function awaitedCall({ pointToPoint }: Schedule, rank: number, op: number, at: number): number | undefined {
  if (pointToPoint === undefined || at === pointToPoint.offsets[op + rank + 1]) return undefined;
  return pointToPoint.calls[at];
}

/**
 * [ranks] most activations that a rank holds at once, each of one micro-batch on one stage (1/stages of the
 * model). An activation is held from the start of its forward to the end of its weight gradient; both parts
 * of an overlapped pair are held while it runs.
 */
export function peakActivations(schedule: Schedule): Int32Array {
  const peaks = new Int32Array(schedule.ranks);
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    let held = 0;
    let peak = 0;
    for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
      const kind = schedule.kind[op];
      if (kind === OpKind.F || kind === OpKind.FB) held += 1;
      if (held > peak) peak = held;
      if (kind === OpKind.BW || kind === OpKind.W || kind === OpKind.FB) held -= 1;
    }
    peaks[rank] = peak;
  }
  return peaks;
}
