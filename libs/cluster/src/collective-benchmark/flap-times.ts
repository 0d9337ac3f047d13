/**
 * A collective while links fail and come back: when it is done, and for how long a transfer stood still at
 * most. A ring or a tree is held as a whole by any of its hops; the other channels go on meanwhile, and
 * messages of an all-to-all do not wait for each other.
 */
import {
  type AlikeMessages,
  alikeMessages,
  alikeSize,
  nodeMessages,
  nodeSize,
  type ReachedShares,
  sendsByNode,
} from '../exchange/index.js';
import { alongLegs, type Flap, linksOf, type Transfer, withAndWithoutFlaps } from '../faults/index.js';
import { type Fabric, type Leg, Traffic } from '../traffic/index.js';
import { addMessages, type CollectiveName, messageBytes, reachedShares } from './named-collective.js';
import { type SizedCollective } from './request.js';
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
    if (ways.length > 0 && bytes > 0) this.transfers.push(alongLegs(ways, bytes));
  }
}

/** Relative: what ends later by less than this ends with it. */
const ROUNDING = 1e-9;

/** @param time of the collective without flaps */
export function flappedTimes(
  fabric: Fabric,
  collective: SizedCollective,
  group: readonly number[],
  time: CollectiveTime,
  flaps: readonly Flap[],
  rerouteSeconds: number,
): FlappedTimes {
  const shares = reachedShares(fabric, collective.collective, group.length);
  const transfers = transfersOf(fabric, collective, group, { flaps, rerouteSeconds, shares });
  const { disturbed, calm } = withAndWithoutFlaps(fabric, transfers, flaps, { ...shares, rerouteSeconds });
  const isDelayed = (t: number): boolean => disturbed.finish[t] > calm.finish[t] * (1 + ROUNDING);
  return {
    timeUs: (time.latencySeconds + disturbed.seconds) * 1e6,
    longestStallUs: disturbed.longestStallSeconds * 1e6,
    delayed: transfers.reduce((sum, { count = 1 }, t) => sum + (isDelayed(t) ? count : 0), 0),
    transfers: transfers.reduce((sum, { count = 1 }) => sum + count, 0),
  };
}

/** What flaps, when traffic takes another way, and the rates that these messages reach. */
interface Disturbance {
  readonly flaps: readonly Flap[];
  readonly rerouteSeconds: number;
  readonly shares: ReachedShares;
}

/** Those of the collective; where nothing tells messages apart, one for all that are alike. */
function transfersOf(
  fabric: Fabric,
  { collective, bytes }: SizedCollective,
  group: readonly number[],
  disturbance: Disturbance,
): readonly Transfer[] {
  const each = messageBytes(collective, group.length, bytes);
  const alike = each === undefined ? undefined : alikeOf(fabric, group, disturbance);
  if (each !== undefined && alike !== undefined)
    return alike.map(({ count, way }) => ({ bytes: each, count, ways: (network) => [way(network)] }));
  const list = new TransferList(fabric);
  addMessages(list, collective, group, bytes);
  return list.transfers;
}

/** Undefined where every message is followed by itself. */
function alikeOf(
  fabric: Fabric,
  group: readonly number[],
  disturbance: Disturbance,
): readonly AlikeMessages[] | undefined {
  if (isAlike(fabric)) return alikeMessages(fabric, group, statesUnder(fabric, disturbance.flaps));
  return isByNode(fabric, group, disturbance) ? nodeMessages(fabric, group) : undefined;
}

function isByNode(
  fabric: Fabric,
  group: readonly number[],
  { flaps, rerouteSeconds, shares }: Disturbance,
): boolean {
  if (rerouteSeconds < Infinity) return false;
  const touched = new Set(flaps.flatMap(({ element }) => [...linksOf(fabric.graph, element)]));
  return sendsByNode(fabric, group, shares, (link) => !touched.has(link));
}

/** Whether routes follow the graph alone. */
const isAlike = ({ routing }: Fabric): boolean => routing === 'adaptive';

/** Links of a sprayed message that take as long as a message by itself, about. */
const LINKS_OF_A_MESSAGE = 64;

/**
 * Messages between every two GPUs that are followed through flaps, where one stands for all that are alike;
 * one over many links counts for several.
 */
export function followedExchange(
  fabric: Fabric,
  collective: CollectiveName,
  gpus: number,
  flaps: readonly Flap[],
  rerouteSeconds: number,
): number {
  const group = Array.from({ length: gpus }, (_, gpu) => gpu);
  const shares = reachedShares(fabric, collective, gpus);
  if (!isAlike(fabric))
    return isByNode(fabric, group, { flaps, rerouteSeconds, shares })
      ? nodeSize(fabric, gpus)
      : gpus * (gpus - 1);
  const { messages, links } = alikeSize(fabric, group, statesUnder(fabric, flaps));
  return Math.min(gpus * (gpus - 1), Math.max(messages, Math.ceil(links / LINKS_OF_A_MESSAGE)));
}

/** Of a link: its rate, and the flaps that touch it. */
function statesUnder({ graph, capacity }: Fabric, flaps: readonly Flap[]): (link: number) => string {
  const touching = new Map<number, number[]>();
  flaps.forEach(({ element }, flap) => {
    for (const link of linksOf(graph, element)) {
      const others = touching.get(link);
      if (others === undefined) touching.set(link, [flap]);
      else others.push(flap);
    }
  });
  return (link) => `${capacity[link]} ${touching.get(link)?.join(' ') ?? ''}`;
}
