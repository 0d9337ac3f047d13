/**
 * Many to one: every other member's message goes to the first at once, as in NCCL's gather. The receiver's
 * NIC takes all that comes from other nodes, so senders wait for each other there, whatever their own links
 * have left; on a link that others use too this crowd counts as so many flows.
 */
import { COLLECTIVE_LAUNCH, MESSAGE_COST } from './constants.js';
import { type Fabric, Traffic } from '../traffic/index.js';
import { type CollectiveTime, collectiveTime } from './outcome.js';

export interface IncastRequest {
  /** GPU ranks; the first receives. */
  readonly group: readonly number[];
  /**
   * What the root holds in the end, as nccl-tests counts a gather: bytes / n from each member, its own part
   * included.
   */
  readonly bytes: number;
}

/**
 * algbw is `bytes` over time; busbw what comes in from others. @throws NoRouteError when no path is left.
 */
export function incast(fabric: Fabric, request: IncastRequest): CollectiveTime {
  const { group, bytes } = request;
  const members = group.length;
  const traffic = addIncast(new Traffic(fabric), request);
  const remote = group.filter((gpu) => fabric.nodeOf(gpu) !== fabric.nodeOf(group[0])).length;
  const overhead = members > 1 ? COLLECTIVE_LAUNCH.value + remote * MESSAGE_COST.value : 0;
  return collectiveTime(traffic, overhead + traffic.latency, { bytes, busFactor: (members - 1) / members });
}

export function addIncast(traffic: Traffic, { group, bytes }: IncastRequest): Traffic {
  for (const sender of group.slice(1)) traffic.send(sender, group[0], bytes / group.length);
  return traffic;
}
