/** A rank posts and waits between two of its ops (point-to-point.ts). */
import { CALL_KINDS, CallKind, type PointToPoint } from './point-to-point.js';
import { type ScheduleWorkspace } from './workspace.js';

/**
 * Passes the calls before op `op` of `rank`, or after its last op; its clock goes on to the end of what it
 * waited for. False when it has to wait for what the other rank has not posted: the call is to be passed
 * again.
 */
export function passCalls(
  { offsets, calls }: PointToPoint,
  workspace: ScheduleWorkspace,
  rank: number,
  op: number,
): boolean {
  const { call, clock, arrival } = workspace;
  const end = offsets[op + rank + 1];
  let now = clock[rank];
  for (let at = call[rank]; at < end; at += 1) {
    const slot = Math.floor(calls[at] / CALL_KINDS);
    const kind = calls[at] - slot * CALL_KINDS;
    if (kind === CallKind.postSend) {
      post(workspace, slot, Math.max(now, workspace.ready[slot]));
    } else if (kind === CallKind.postReceive) {
      post(workspace, slot, now);
    } else if (arrival[slot] < 0) {
      workspace.await(slot, rank);
      call[rank] = at;
      clock[rank] = now;
      return false;
    } else {
      now = Math.max(now, arrival[slot]);
    }
  }
  call[rank] = end;
  clock[rank] = now;
  return true;
}

/** The second of the two ranks that posts a message sets it going. */
function post(workspace: ScheduleWorkspace, slot: number, time: number): void {
  const first = workspace.posted[slot];
  if (first < 0) workspace.posted[slot] = time;
  else workspace.send(slot, Math.max(first, time), workspace.travel[slot]);
}
