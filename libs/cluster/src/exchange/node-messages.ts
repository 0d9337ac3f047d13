/**
 * Messages of one size between every two GPUs of whole nodes, where a node's GPUs hand what is for a rail to
 * the GPU of that rail (PXN): those of one node to one GPU elsewhere take one way from there on, whatever
 * tables or hashes choose, for both look at the two NICs. They differ in NVLink alone. Where that keeps up
 * with the NIC they have one rate at every moment, and one message stands for all.
 *
 * It keeps up from 2 (k - 1) / k times the NIC's rate on, k GPUs in a node: a GPU forwards at most
 * (k - 1) / k of a NIC's rate, since each of the k NICs takes equal parts of all; then the k - 1 messages
 * inside the node have the rest of NVLink, so that each of them is at least as fast as any that leaves, and
 * ends before it. Traffic must wait for what is down: survivors of a NIC would tell senders apart. A spec
 * compares with every message for itself.
 */
import { requireRoute } from '../routing/index.js';
import { type Fabric } from '../traffic/index.js';
import { type AlikeMessages } from './alike-messages.js';
import { type ReachedShares } from './exchange.js';

/** @param group ascending @param untouched whether a link has its own rate all the while */
export function sendsByNode(
  fabric: Fabric,
  group: readonly number[],
  { nicShare = 1, nvlinkShare = 1 }: ReachedShares,
  untouched: (link: number) => boolean,
): boolean {
  const { graph, pxn, healthy, gpusPerNode: k } = fabric;
  const { gpuNvlink, nicUplink } = graph.tables;
  const { railAligned, nicsPerNode, portsPerNic } = graph.shape;
  const areWhole =
    group.length % k === 0 && group.every((gpu, at) => at % k === 0 || gpu === group[at - 1] + 1);
  if (!areWhole || group[0] % k !== 0 || !pxn || !healthy || !railAligned) return false;
  if (!graph.isOneNvlinkGroup) return false;
  if (nicsPerNode !== k || portsPerNic !== 1) return false;
  const fastest = nicUplink.reduce((most, link) => Math.max(most, graph.linkCapacity[link]), 0) * nicShare;
  const least = (2 * (k - 1) * fastest) / k;
  return group.every((gpu) => {
    const link = gpuNvlink[gpu];
    if (link < 0) return false;
    return [link, link ^ 1].every((one) => graph.linkCapacity[one] * nvlinkShare >= least && untouched(one));
  });
}

/** How many of them there are. */
export const nodeSize = ({ gpusPerNode: k }: Fabric, gpus: number): number =>
  (gpus / k) * (gpus - k) + gpus * (k - 1);

/** @param group as `sendsByNode` passed it */
export function nodeMessages({ gpusPerNode: k }: Fabric, group: readonly number[]): readonly AlikeMessages[] {
  const messages: AlikeMessages[] = [];
  for (let first = 0; first < group.length; first += k) {
    const node = group[first];
    for (const to of group) {
      const rail = node + (to % k);
      if (to < node || to >= node + k)
        messages.push({ count: k, way: (fabric) => together(fabric, rail, to) });
      else
        for (let from = node; from < node + k; from += 1)
          if (from !== to) messages.push({ count: 1, way: ({ router }) => router.route(from, to) });
    }
  }
  return messages;
}

/** The way of a message from the forwarding GPU on, taken by those of all GPUs of its node. */
function together({ router, gpusPerNode }: Fabric, from: number, to: number) {
  const route = requireRoute(router.route(from, to));
  const shares = new Float64Array(route.links.length).fill(gpusPerNode);
  route.shares?.forEach((share, at) => (shares[at] = gpusPerNode * share));
  return { ...route, shares };
}
