/**
 * A collective while links fail and come back: when it is done, and how long its most patient message stood still. Messages do not wait for each
 * other: a ring whose NICs have slack makes up for a part of a flap that in truth would hold all of its hops, at most its own time.
 */
import { type Flap, type Message, messagesUnderFlaps } from '../faults/flaps.js';
import { type Fabric } from './fabric.js';
import { addMessages, type CollectiveName, reachedShares } from './named-collective.js';
import { type CollectiveTime } from './outcome.js';
import { Traffic } from './traffic.js';

export interface FlappedTimes {
  /** Of the collective with the flaps. */
  readonly timeUs: number;
  /** Longest time that one message stood still: a connection gives up after 4.096 us x 2^NCCL_IB_TIMEOUT, 7 times (7.5 s, since NCCL 2.23 30 s), and the job with it. */
  readonly longestStallUs: number;
  /** Messages that end later than they would without. */
  readonly delayed: number;
  readonly messages: number;
}

/** Messages are named, not routed. */
class MessageList extends Traffic {
  readonly messages: Message[] = [];

  override send(from: number, to: number, bytes: number, queuePair = 0): void {
    if (from !== to && bytes > 0) this.messages.push({ from, to, bytes, queuePair });
  }
}

/** Relative: what ends later by less than this ends with it. */
const ROUNDING = 1e-9;

/** @param time of the collective without flaps */
export function flappedTimes(
  fabric: Fabric, { collective, bytes }: { readonly collective: CollectiveName; readonly bytes: number }, group: readonly number[], time: CollectiveTime,
  flaps: readonly Flap[], rerouteSeconds: number,
): FlappedTimes {
  const list = new MessageList(fabric);
  addMessages(list, collective, group, bytes);
  const shares = reachedShares(fabric, collective, group.length);
  const disturbed = messagesUnderFlaps(fabric, list.messages, flaps, { ...shares, rerouteSeconds });
  const calm = messagesUnderFlaps(fabric, list.messages, [], { ...shares, rerouteSeconds });
  return {
    timeUs: (time.latencySeconds + disturbed.seconds) * 1e6, longestStallUs: disturbed.longestStallSeconds * 1e6,
    delayed: disturbed.finish.reduce((count, end, m) => count + (end > calm.finish[m]! * (1 + ROUNDING) ? 1 : 0), 0), messages: list.messages.length,
  };
}
