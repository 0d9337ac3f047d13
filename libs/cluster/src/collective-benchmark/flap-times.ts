/**
 * A collective while links fail and come back: when it is done, and for how long a transfer stood still at
 * most. A ring or a tree is held as a whole by any of its hops; the other channels go on meanwhile, and
 * messages of an all-to-all do not wait for each other.
 */
import { type Flap, type Transfer, transfersUnderFlaps } from '../faults/index.js';
import { type Fabric, type Leg, Traffic } from '../traffic/index.js';
import { addMessages, type CollectiveName, reachedShares } from './named-collective.js';
import { type CollectiveTime } from '../collectives/index.js';

export interface FlappedTimes {
  /** Of the collective with the flaps. */
  readonly timeUs: number;
  /**
   * Longest time that one transfer stood still: a connection gives up after 4.096 us x 2^NCCL_IB_TIMEOUT, 7
   * times (7.5 s, since NCCL 2.23 30 s), and the job with it.
   */
  readonly longestStallUs: number;
  /** Transfers that end later than they would without. */
  readonly delayed: number;
  /**
   * Messages, or where a collective is a pipeline, channels: each ring, and each channel's way through a
   * tree, is one.
   */
  readonly transfers: number;
}

/** Transfers are named, not routed. */
class TransferList extends Traffic {
  readonly transfers: Transfer[] = [];

  override send(from: number, to: number, bytes: number, queuePair = 0): void {
    this.sendAlong([{ from, to, queuePair }], bytes);
  }

  override sendAlong(legs: readonly Leg[], bytes: number): void {
    const ways = legs.filter(({ from, to }) => from !== to);
    if (ways.length > 0 && bytes > 0) this.transfers.push({ legs: ways, bytes });
  }
}

/** Relative: what ends later by less than this ends with it. */
const ROUNDING = 1e-9;

/** @param time of the collective without flaps */
export function flappedTimes(
  fabric: Fabric,
  { collective, bytes }: { readonly collective: CollectiveName; readonly bytes: number },
  group: readonly number[],
  time: CollectiveTime,
  flaps: readonly Flap[],
  rerouteSeconds: number,
): FlappedTimes {
  const list = new TransferList(fabric);
  addMessages(list, collective, group, bytes);
  const shares = reachedShares(fabric, collective, group.length);
  const disturbed = transfersUnderFlaps(fabric, list.transfers, flaps, { ...shares, rerouteSeconds });
  const calm = transfersUnderFlaps(fabric, list.transfers, [], { ...shares, rerouteSeconds });
  return {
    timeUs: (time.latencySeconds + disturbed.seconds) * 1e6,
    longestStallUs: disturbed.longestStallSeconds * 1e6,
    delayed: disturbed.finish.reduce(
      (count, end, m) => count + (end > calm.finish[m] * (1 + ROUNDING) ? 1 : 0),
      0,
    ),
    transfers: list.transfers.length,
  };
}
