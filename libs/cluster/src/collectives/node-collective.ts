/**
 * Collectives inside one node (docs/model/network.md, section 4), in the terms of NCCL: a ring of k steps
 * passes its bytes on in chunks, and NCCL takes chunks and a protocol that suit the size. With the best chunk
 * a pipeline of bytes b costs
 *
 *   seconds = start + k hop + b / rate + 2 sqrt(chunk b / rate)
 *
 * and an all-reduce of enough members can have the NVLink switch add up what all of them send, once up and
 * once down instead of twice around.
 *
 * All of this is of GPUs that one link joins. Where NVLink joins pairs, a ring of more GPUs crosses PCIe
 * between them: its flows are simulated (ring.ts), and it goes on at the rate of its slowest hop.
 */
import { GIGA, pow } from '@railyard/base';
import { type LinkConstants, linkCalibrationOf } from '../link-calibration/index.js';
import { type Fabric } from '../traffic/index.js';
import { type CollectiveTime, timed } from './outcome.js';
import { type Groups, onNvlink } from './representatives.js';

export type RingOperation = 'reduce-scatter' | 'all-gather' | 'all-reduce';
export type NodeOperation = RingOperation | 'all-to-all';

/** Of an all-reduce; `nvls` adds up in the NVLink switch. */
export type CollectiveAlgorithm = 'ring' | 'tree' | 'nvls';

/** Fewer members are served by a ring, although the switch could (measured: four never, eight always). */
const SWITCH_MEMBERS = 5;
/** Members of a host without NVLink that do not disturb each other. */
const UNDISTURBED = 2;

export interface NodeTime {
  readonly latencySeconds: number;
  readonly transferSeconds: number;
  readonly algorithm: CollectiveAlgorithm;
}

/** The links of one GPU: rate of a whole one, and the share of it that is left. */
export interface NodeLinks {
  readonly linkGBps: number;
  readonly left: number;
}

/**
 * Seconds of one collective of `members` GPUs. `bytes` as nccl-tests counts them; `algorithm`: the only one
 * that may be taken.
 */
export function nodeSeconds(
  c: LinkConstants,
  { operation, members, bytes }: NodeRequest,
  links: NodeLinks,
  algorithm?: CollectiveAlgorithm,
): NodeTime {
  if (members < 2) return { latencySeconds: 0, transferSeconds: 0, algorithm: 'ring' };
  const ring = ringSeconds(c, { operation, members, bytes }, links);
  if (operation !== 'all-reduce' || members < SWITCH_MEMBERS || c.switchGBps === 0 || algorithm === 'ring')
    return ring;
  const rate = links.left * Math.min(c.switchGBps, links.linkGBps);
  const reduced = pipeline(bytes / (rate * GIGA), c.chunkSeconds);
  const latencySeconds = c.startSeconds + c.switchStartSeconds;
  return latencySeconds + reduced < ring.latencySeconds + ring.transferSeconds
    ? { latencySeconds, transferSeconds: reduced, algorithm: 'nvls' }
    : ring;
}

export interface NodeRequest {
  readonly operation: NodeOperation;
  readonly members: number;
  readonly bytes: number;
}

function ringSeconds(
  c: LinkConstants,
  { operation, members, bytes }: NodeRequest,
  { left, linkGBps }: NodeLinks,
): NodeTime {
  const exchange = operation === 'all-to-all';
  const steps = (operation === 'all-reduce' ? 2 : 1) * (members - 1);
  const sent = (bytes * steps) / members;
  const shared = pow(UNDISTURBED / Math.max(UNDISTURBED, members), c.hostSharing);
  const rate = (exchange ? c.exchangeGBps : c.ringGBps) * left * shared;
  const channels = sent / (rate * GIGA) + bytes / members / (c.copyGBps * GIGA);
  const seconds = Math.max(channels, sent / (linkGBps * left * GIGA));
  return {
    latencySeconds: c.startSeconds + steps * (exchange ? c.exchangeStepSeconds : c.hopSeconds),
    transferSeconds: pipeline(seconds, exchange ? c.exchangeChunkSeconds : c.chunkSeconds),
    algorithm: 'ring',
  };
}

/** Bytes that take `seconds`, in chunks of the best size where each costs `chunk` more. */
export const pipeline = (seconds: number, chunk: number): number => seconds + 2 * Math.sqrt(chunk * seconds);

/** Every group stands in one node, and NVLink does not join all of some group. */
export const crossesNvlinkGroups = (fabric: Fabric, groups: Groups): boolean =>
  !fabric.graph.isOneNvlinkGroup &&
  groups.every(([first, ...others]) => others.every((gpu) => fabric.nodeOf(gpu) === fabric.nodeOf(first))) &&
  !groups.every((group) => onNvlink(fabric, group));

/**
 * Undefined unless every group stands in one node, NVLink joins its members (or there is none), and its
 * links, whole or not, are its own. `algorithm`: the only one that may be taken.
 */
export function nodeCollective(
  fabric: Fabric,
  operation: NodeOperation,
  { groups, bytes }: { readonly groups: Groups; readonly bytes: number },
  algorithm?: CollectiveAlgorithm,
): { readonly algorithm: CollectiveAlgorithm; readonly time: CollectiveTime } | undefined {
  const { device } = fabric.spec;
  const { constants, linkGBps, record } = linkCalibrationOf(device);
  if (device.nvlinkAchievedGBps === 0 && record !== device.name) return undefined;
  if (!fabric.graph.isOneNvlinkGroup && !groups.every((group) => onNvlink(fabric, group))) return undefined;
  const left = linksLeft(fabric, groups);
  if (left === undefined || left === 0) return undefined;
  const members = Math.max(...groups.map((group) => group.length));
  const inside = nodeSeconds(constants, { operation, members, bytes }, { linkGBps, left }, algorithm);
  const busFactor = ((operation === 'all-reduce' ? 2 : 1) * (members - 1)) / members;
  const bottleneck = device.nvlinkAchievedGBps > 0 ? 'nvlink' : 'pcie';
  const { transferSeconds, latencySeconds } = inside;
  return {
    algorithm: inside.algorithm,
    time: timed(transferSeconds, latencySeconds, { bytes, busFactor }, bottleneck, 0),
  };
}

/** Share of the slowest member's link that is left; undefined where groups share links or span nodes. */
function linksLeft(fabric: Fabric, groups: Groups): number | undefined {
  const { gpuNvlink } = fabric.graph.tables;
  const taken = new Uint8Array(fabric.graph.gpuCount);
  let left = 1;
  for (const group of groups) {
    const node = fabric.nodeOf(group[0]);
    for (const gpu of group) {
      if (fabric.nodeOf(gpu) !== node || taken[gpu] === 1) return undefined;
      taken[gpu] = 1;
      const link = gpuNvlink[gpu];
      if (link < 0) continue;
      for (const way of [link, link ^ 1])
        left = Math.min(left, fabric.capacity[way] / fabric.graph.linkCapacity[way]);
    }
  }
  return left;
}
