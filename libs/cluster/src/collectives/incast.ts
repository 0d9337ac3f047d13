/**
 * Many to one, and one to many. As in NCCL's gather every other member's message goes to the first at once:
 * the receiver's NIC takes all that comes from other nodes, so senders wait for each other there, whatever
 * their own links have left; on a link that others use too this crowd counts as so many flows. A scatter is
 * its mirror image.
 */
import { COLLECTIVE_LAUNCH, MESSAGE_COST } from './constants.js';
import { type Fabric, Traffic } from '../traffic/index.js';
import { type CollectiveTime, collectiveTime } from './outcome.js';

export interface RootedRequest {
  /** GPU ranks; the first is the root: it receives an incast, and sends a scatter. */
  readonly group: readonly number[];
  /**
   * What the root holds, as nccl-tests counts a gather and a scatter: bytes / n of each member, its own part
   * included.
   */
  readonly bytes: number;
}

/**
 * algbw is `bytes` over time; busbw what comes in from others. @throws NoRouteError when no path is left.
 */
export const incast = (fabric: Fabric, request: RootedRequest): CollectiveTime =>
  rooted(addIncast(new Traffic(fabric), request), request);

/** algbw is `bytes` over time; busbw what goes out to others. @throws NoRouteError when no path is left. */
export const scatter = (fabric: Fabric, request: RootedRequest): CollectiveTime =>
  rooted(addScatter(new Traffic(fabric), request), request);

export function addIncast(traffic: Traffic, { group, bytes }: RootedRequest): Traffic {
  for (const sender of group.slice(1)) traffic.send(sender, group[0], bytes / group.length);
  return traffic;
}

export function addScatter(traffic: Traffic, { group, bytes }: RootedRequest): Traffic {
  for (const receiver of group.slice(1)) traffic.send(group[0], receiver, bytes / group.length);
  return traffic;
}

/** A proxy thread of the root posts each message to or from another node. */
function rooted(traffic: Traffic, { group, bytes }: RootedRequest): CollectiveTime {
  const { fabric } = traffic;
  const members = group.length;
  const remote = group.filter((gpu) => fabric.nodeOf(gpu) !== fabric.nodeOf(group[0])).length;
  const overhead = members > 1 ? COLLECTIVE_LAUNCH.value + remote * MESSAGE_COST.value : 0;
  return collectiveTime(traffic, overhead + traffic.latency, { bytes, busFactor: (members - 1) / members });
}
