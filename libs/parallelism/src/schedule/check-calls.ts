/**
 * Checks what the ranks of a schedule post and wait for: every message once by its sender and its receiver.
 */
import { CALL_KINDS, CallKind, type PointToPoint } from './point-to-point.js';
import { OpKind, type Schedule, rankOf } from './schedule.js';

export interface CallFault {
  readonly code: 'transfer';
  readonly rank: number;
  /** The op that the call stands before; -1 at the end of a rank, or when a call is missing. */
  readonly op: number;
  readonly message: string;
}

/** What has been done with a message. */
const MADE = 1;
const SENT = 2;
const RECEIVED = 4;
const ALL = MADE | SENT | RECEIVED;

/** The faults of the calls of a schedule whose ops are complete and in order. */
export function* checkCalls(schedule: Schedule, program: PointToPoint): Generator<CallFault> {
  const done = new Uint8Array(2 * schedule.stages * schedule.microBatches);
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    const end = schedule.rankOffsets[rank + 1];
    for (let op = schedule.rankOffsets[rank]; op <= end; op += 1) {
      for (let at = program.offsets[op + rank]; at < program.offsets[op + rank + 1]; at += 1) {
        const call = program.calls[at];
        const wrong = wrongCall(schedule, rank, call, done);
        if (wrong !== '')
          yield {
            code: 'transfer',
            rank,
            op: op === end ? -1 : op,
            message: `rank ${rank} ${wrong} ${describeMessage(schedule, call)}`,
          };
      }
      if (op < end) markMade(schedule, op, done);
    }
  }
  for (let slot = 0; slot < done.length; slot += 1) {
    const messaged = done[slot] & (SENT | RECEIVED);
    if ((done[slot] & ALL) === ALL || (messaged === 0 && program.sentTogether[slot] === 0)) continue;
    const lacks = (done[slot] & SENT) === 0 ? 'sends' : 'receives';
    yield {
      code: 'transfer',
      rank: -1,
      op: -1,
      message: `no rank ${lacks} ${describeMessage(schedule, slot * CALL_KINDS)}`,
    };
  }
}

/** What is wrong with a call, as a verb; '' when nothing is. Marks what it does. */
function wrongCall(schedule: Schedule, rank: number, call: number, done: Uint8Array): string {
  const { stages, microBatches } = schedule;
  const slot = Math.floor(call / CALL_KINDS);
  const stage = Math.floor(slot / microBatches) % stages;
  const to = rankOf(schedule, stage, slot % microBatches);
  const kind = call % CALL_KINDS;
  const posted = to === rank ? RECEIVED : SENT;
  if (kind === CallKind.wait) return (done[slot] & posted) === 0 ? 'waits without having posted' : '';
  if ((kind === CallKind.postReceive) !== (to === rank)) return 'posts the wrong side of';
  if ((done[slot] & posted) !== 0) return 'posts a second time';
  if (kind === CallKind.postSend && (done[slot] & MADE) === 0) return 'sends before it has';
  done[slot] |= posted;
  return '';
}

/** What op `op` makes for another stage. */
function markMade(schedule: Schedule, op: number, done: Uint8Array): void {
  const { stages, microBatches } = schedule;
  const kind = schedule.kind[op];
  const forward = schedule.forwardStage[op];
  const backward = schedule.backwardStage[op];
  if ((kind === OpKind.F || kind === OpKind.FB) && forward + 1 < stages)
    done[(forward + 1) * microBatches + schedule.forwardMicroBatch[op]] |= MADE;
  if (kind !== OpKind.F && kind !== OpKind.W && backward > 0)
    done[(stages + backward - 1) * microBatches + schedule.backwardMicroBatch[op]] |= MADE;
}

/** The message of a call in words. */
export function describeMessage({ stages, microBatches }: Schedule, call: number): string {
  const slot = Math.floor(call / CALL_KINDS);
  const row = Math.floor(slot / microBatches);
  const what = row < stages ? 'the activations' : 'the gradient';
  return `${what} of micro-batch ${slot % microBatches} for stage ${row % stages}`;
}
