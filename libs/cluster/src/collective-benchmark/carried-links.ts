/**
 * What a collective's messages carried over every link: followed over time where they are few enough, added
 * up where they are not.
 */
import { simulateWithLoads } from '../flows/index.js';
import { linkName } from '../topology/index.js';
import { type Fabric, LinkAccount, Traffic } from '../traffic/index.js';
import { accountMessages } from './account-messages.js';
import { addMessages, type CollectiveName, reachedShares } from './named-collective.js';
import { type CollectiveTime } from '../collectives/index.js';

export interface LoadedLink {
  readonly name: string;
  readonly class: string;
  /** -1 when the link belongs to no plane. */
  readonly plane: number;
  readonly bytes: number;
  /** Mean share of its rate over `timeUs`, latency included. */
  readonly utilisation: number;
  /** Highest share at any moment; left out where the messages are too many to be followed one by one. */
  readonly peakUtilisation?: number;
}

export interface PlaneBytes {
  readonly plane: number;
  readonly bytes: number;
}

/** What links of the graph carry; `peak` only where flows were followed. */
export interface Loads {
  readonly link: Int32Array;
  readonly bytes: Float64Array;
  readonly mean: Float64Array;
  readonly peak?: Float64Array;
  readonly flows: number;
}

export function followed(
  fabric: Fabric,
  collective: CollectiveName,
  group: readonly number[],
  bytes: number,
  time: CollectiveTime,
): Loads {
  const traffic = new Traffic(fabric, { everyHop: true, ...reachedShares(fabric, collective, group.length) });
  const { flows, linkOf } = addMessages(traffic, collective, group, bytes).build();
  const { loads } = simulateWithLoads(flows);
  const peak = loads.peakOfAll.map((share, at) => (share * flows.capacity[at]) / fabric.capacity[linkOf[at]]);
  return {
    link: linkOf,
    bytes: loads.bytes,
    mean: meanShares(fabric, linkOf, loads.bytes, time),
    peak,
    flows: flows.bytes.length,
  };
}

export function addedUp(
  fabric: Fabric,
  collective: CollectiveName,
  group: readonly number[],
  bytes: number,
  time: CollectiveTime,
): Loads {
  const account = new LinkAccount(fabric, 1);
  accountMessages(account, collective, group, bytes);
  account.settle();
  const link = Int32Array.from(
    Array.from({ length: account.links }, (_, l) => l).filter((l) => account.bytesOf(0, l) > 0),
  );
  const carried = Float64Array.from(link, (l) => account.bytesOf(0, l));
  return { link, bytes: carried, mean: meanShares(fabric, link, carried, time), flows: account.sent };
}

const meanShares = (
  { capacity }: Fabric,
  link: Int32Array,
  bytes: Float64Array,
  { seconds }: CollectiveTime,
): Float64Array => bytes.map((sent, at) => sent / (capacity[link[at]] * seconds));

/** The busiest `top` links, busiest first. */
export function topLinks(
  fabric: Fabric,
  { link, bytes, mean, peak }: Loads,
  top: number,
): readonly LoadedLink[] {
  const busiest = Array.from(link.keys())
    .sort((a, b) => mean[b] - mean[a] || link[a] - link[b])
    .slice(0, top);
  return busiest.map((at) => ({
    name: linkName(fabric.graph, link[at]),
    class: fabric.graph.classOf(link[at]),
    plane: fabric.graph.linkPlane[link[at]],
    bytes: bytes[at],
    utilisation: mean[at],
    ...(peak === undefined ? {} : { peakUtilisation: peak[at] }),
  }));
}

/** Bytes that NICs send, by plane. */
export function planeBytes({ graph }: Fabric, { link, bytes }: Loads): readonly PlaneBytes[] {
  const planes = new Map<number, number>();
  const nics = graph.range('nic');
  link.forEach((own, at) => {
    const leavesNic = graph.linkFrom[own] >= nics.first && graph.linkFrom[own] < nics.first + nics.count;
    if (leavesNic && graph.classOf(own) === 'host')
      planes.set(graph.linkPlane[own], (planes.get(graph.linkPlane[own]) ?? 0) + bytes[at]);
  });
  return [...planes].sort((a, b) => a[0] - b[0]).map(([plane, sent]) => ({ plane, bytes: sent }));
}
