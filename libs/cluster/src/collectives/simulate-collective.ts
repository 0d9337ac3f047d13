/** One collective on one cluster, standalone: what `railyard network` and its API route answer with. */
import { type IssueList, parseBytes } from '@railyard/base';
import { checkCluster, checkEntropies, type ClusterSpec, type RoutingPolicy } from '../definition/index.js';
import { capacityUnder, checkFaults, parseFault } from '../faults/fabric-fault.js';
import { checkFlaps, parseFlap } from '../faults/flaps.js';
import { simulateWithLoads } from '../flows/index.js';
import { buildFabric, linkName } from '../topology/index.js';
import { type BesideTimes, besideTimes, checkRails, type RailSplit } from './beside.js';
import { Fabric } from './fabric.js';
import { type FlappedTimes, flappedTimes } from './flapped.js';
import { LinkAccount } from './link-account.js';
import { addMessages, COLLECTIVES, type CollectiveName, messagesOf, reachedShares, timeOf } from './named-collective.js';
import { type CollectiveTime } from './outcome.js';
import { Traffic } from './traffic.js';

export interface NetworkRequest {
  readonly cluster: ClusterSpec;
  readonly collective: CollectiveName;
  /** The cluster's first GPUs. */
  readonly gpus: number;
  /** Buffer of one rank: a number or text like `1GiB`. Dispatch and combine: what one rank sends if every token went to one expert. */
  readonly bytes: number | string;
  readonly routing?: RoutingPolicy;
  /** Header values that a message is sprayed over, under `ecmp`. */
  readonly entropies?: number;
  readonly pxn?: boolean;
  /** Parts that are down, or degraded: `leaf:3`, `node:0/nic:2=0.5`. */
  readonly fail?: readonly string[];
  /** Parts that are down for a while: `node:0/nic:2@0.01+3` from 0.01 s on, for 3 s. */
  readonly flap?: readonly string[];
  /** Seconds from a flap's start to the moment traffic takes another way; left out, it waits for the link. */
  readonly reroute?: number;
  /** Of the ECMP hash. */
  readonly seed?: number;
  /** Another collective of the same GPUs at the same time. */
  readonly beside?: { readonly collective: CollectiveName; readonly bytes: number | string };
  /** With `beside`: on how many rails of each node the first and the second keep, where they keep apart; default: in proportion to what they put on NICs. */
  readonly rails?: RailSplit;
}

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

export interface NetworkAnswer {
  readonly algbwGBps: number;
  readonly busbwGBps: number;
  readonly timeUs: number;
  readonly latencyUs: number;
  readonly bottleneck: string;
  /** Busiest links first. */
  readonly links: readonly LoadedLink[];
  /** Bytes by plane, NIC links only; one entry for a single fabric. */
  readonly planes: readonly { readonly plane: number; readonly bytes: number }[];
  /** Flows of the collective, whether simulated one by one or by symmetry. */
  readonly flows: number;
  /** With `flap`; all else is without. */
  readonly flapped?: FlappedTimes;
  /** With `beside`: the collective and the other. */
  readonly beside?: readonly BesideTimes[];
}

const TOP_LINKS = 16;
/** Largest collective whose links are followed over time, in messages; above it, what they carry is added up. */
const FOLLOWED_MESSAGES = 70_000;

/** Reports everything that keeps a request from being run, at its path. */
export function checkNetworkRequest(request: NetworkRequest, issues: IssueList): void {
  const before = issues.issues.length;
  checkCluster(request.cluster, issues.at('cluster'));
  const known = issues.issues.length === before;
  issues.at('collective').require(COLLECTIVES.includes(request.collective), 'unknown-collective', `unknown collective ${JSON.stringify(request.collective)}`, `one of ${COLLECTIVES.join(', ')}`);
  checkBytes(request.bytes, issues);
  if (request.beside !== undefined) {
    const at = issues.at('beside');
    at.at('collective').require(COLLECTIVES.includes(request.beside.collective), 'unknown-collective', `unknown collective ${JSON.stringify(request.beside.collective)}`, `one of ${COLLECTIVES.join(', ')}`);
    checkBytes(request.beside.bytes, at);
  }
  if (request.routing !== undefined) {
    issues.at('routing').require(['ecmp', 'adaptive', 'static'].includes(request.routing), 'unknown-routing', `unknown routing ${JSON.stringify(request.routing)}`, 'one of ecmp, adaptive, static');
  }
  if (request.entropies !== undefined) {
    const at = issues.at('entropies');
    checkEntropies(request.entropies, at);
    const routing = request.routing ?? request.cluster.routing;
    at.require(routing === 'ecmp', 'not-applicable', `${routing} routing hashes no header values`, 'Only ecmp does: give it as the routing, or leave `entropies` out.');
  }
  if (!known) return;
  const { cluster } = request;
  const total = cluster.nodes * cluster.gpusPerNode;
  const at = issues.at('gpus');
  if (at.require(Number.isInteger(request.gpus) && request.gpus >= 2 && request.gpus <= total, 'out-of-range', `${request.gpus} GPUs of a cluster of ${total}`, `a whole number from 2 to ${total}`)) {
    const whole = request.gpus % cluster.gpusPerNode === 0;
    const named = [request.collective, request.beside?.collective];
    const experts = named.includes('dispatch') || named.includes('combine');
    if (experts) at.require(whole && 256 % request.gpus === 0, 'does-not-divide', `256 experts do not spread over ${request.gpus} GPUs`, `whole nodes of ${cluster.gpusPerNode} GPUs, a power of two up to 256`);
    if (named.includes('send-receive')) at.require(request.gpus % 2 === 0, 'does-not-divide', `${request.gpus} GPUs are not pairs`, 'an even number');
    if (request.beside !== undefined) {
      const messages = messagesOf(request.collective, request.gpus, cluster.gpusPerNode) + messagesOf(request.beside.collective, request.gpus, cluster.gpusPerNode);
      issues.at('beside').require(messages <= FOLLOWED_MESSAGES, 'too-large', `${messages} messages are too many to be followed beside each other`, 'fewer GPUs');
    }
  }
  const { fail = [], flap = [], reroute, rails } = request;
  if (rails !== undefined) checkRails(cluster, rails, { beside: request.beside !== undefined, atFault: fail.length > 0 }, issues.at('rails'));
  if (fail.length + flap.length > 0) {
    const graph = buildFabric(cluster);
    checkFaults(graph, fail.map(parseFault), issues.at('fail'));
    checkFlaps(graph, flap.map(parseFlap), issues.at('flap'));
  }
  if (reroute === undefined) return;
  issues.at('reroute').require(reroute >= 0 && reroute < Infinity, 'out-of-range', `${reroute} is no time`, 'Seconds from 0; left out, traffic waits for the link.');
  issues.at('reroute').require(flap.length > 0, 'not-applicable', 'nothing flaps that traffic could leave', 'Give `flap` as well; what is in `fail` traffic has left already.');
}

function checkBytes(given: number | string, issues: IssueList): void {
  const bytes = bytesOf(given);
  issues.at('bytes').require(bytes !== undefined && bytes >= 1 && bytes < Infinity, 'out-of-range', `${JSON.stringify(given)} is not a size`, 'a number of bytes from 1, or text like 1GiB, 64MB');
}

const bytesOf = (bytes: number | string): number | undefined => (typeof bytes === 'string' ? parseBytes(bytes) : bytes);

/** Runs a checked request. @throws InvariantError when faults leave two members without a path. */
export function simulateCollective(request: NetworkRequest): NetworkAnswer {
  const { cluster } = request;
  const graph = buildFabric(cluster);
  const fabric = new Fabric(cluster, {
    graph, capacity: capacityUnder(graph, (request.fail ?? []).map(parseFault)), routing: request.routing ?? cluster.routing, pxn: request.pxn ?? cluster.pxn, seed: request.seed ?? 0,
    ...(request.entropies === undefined ? {} : { entropies: request.entropies }),
  });
  const group = Array.from({ length: request.gpus }, (_, gpu) => gpu);
  const bytes = bytesOf(request.bytes)!;
  const time = timeOf(fabric, request.collective, group, bytes);
  const messages = messagesOf(request.collective, group.length, fabric.gpusPerNode);
  const loads = messages <= FOLLOWED_MESSAGES ? followed(fabric, request.collective, group, bytes, time) : addedUp(fabric, request.collective, group, bytes, time);
  return {
    algbwGBps: time.algbwGBps, busbwGBps: time.busbwGBps, timeUs: time.seconds * 1e6, latencyUs: time.latencySeconds * 1e6, bottleneck: time.bottleneck,
    links: topLinks(fabric, loads), planes: planeBytes(fabric, loads), flows: loads.flows,
    ...(request.flap === undefined ? {} : { flapped: flappedTimes(fabric, { collective: request.collective, bytes }, group, time, request.flap.map(parseFlap), request.reroute ?? Infinity) }),
    ...(request.beside === undefined ? {} : { beside: besideTimes(fabric, group, { collective: request.collective, bytes }, { ...request.beside, bytes: bytesOf(request.beside.bytes)! }, request.rails) }),
  };
}

/** What links of the graph carry; `peak` only where flows were followed. */
interface Loads {
  readonly link: Int32Array;
  readonly bytes: Float64Array;
  readonly mean: Float64Array;
  readonly peak?: Float64Array;
  readonly flows: number;
}

function followed(fabric: Fabric, collective: CollectiveName, group: readonly number[], bytes: number, time: CollectiveTime): Loads {
  const traffic = new Traffic(fabric, { everyHop: true, ...reachedShares(fabric, collective, group.length) });
  const { flows, linkOf } = addMessages(traffic, collective, group, bytes).build();
  const { loads } = simulateWithLoads(flows);
  const peak = loads.peakOfAll.map((share, at) => (share * flows.capacity[at]!) / fabric.capacity[linkOf[at]!]!);
  return { link: linkOf, bytes: loads.bytes, mean: meanShares(fabric, linkOf, loads.bytes, time), peak, flows: flows.bytes.length };
}

function addedUp(fabric: Fabric, collective: CollectiveName, group: readonly number[], bytes: number, time: CollectiveTime): Loads {
  const account = new LinkAccount(fabric, 1);
  addMessages(account, collective, group, bytes);
  account.settle();
  const link = Int32Array.from(Array.from({ length: account.links }, (_, l) => l).filter((l) => account.bytesOf(0, l) > 0));
  const carried = Float64Array.from(link, (l) => account.bytesOf(0, l));
  return { link, bytes: carried, mean: meanShares(fabric, link, carried, time), flows: account.sent };
}

const meanShares = ({ capacity }: Fabric, link: Int32Array, bytes: Float64Array, { seconds }: CollectiveTime): Float64Array => bytes.map((sent, at) => sent / (capacity[link[at]!]! * seconds));

function topLinks(fabric: Fabric, { link, bytes, mean, peak }: Loads): readonly LoadedLink[] {
  const busiest = Array.from(link.keys()).sort((a, b) => mean[b]! - mean[a]! || link[a]! - link[b]!).slice(0, TOP_LINKS);
  return busiest.map((at) => ({
    name: linkName(fabric.graph, link[at]!), class: fabric.graph.classOf(link[at]!), plane: fabric.graph.linkPlane[link[at]!]!,
    bytes: bytes[at]!, utilisation: mean[at]!, ...(peak === undefined ? {} : { peakUtilisation: peak[at]! }),
  }));
}

function planeBytes({ graph }: Fabric, { link, bytes }: Loads): NetworkAnswer['planes'] {
  const planes = new Map<number, number>();
  const nics = graph.range('nic');
  link.forEach((own, at) => {
    const leavesNic = graph.linkFrom[own]! >= nics.first && graph.linkFrom[own]! < nics.first + nics.count;
    if (leavesNic && graph.classOf(own) === 'host') planes.set(graph.linkPlane[own]!, (planes.get(graph.linkPlane[own]!) ?? 0) + bytes[at]!);
  });
  return [...planes].sort((a, b) => a[0] - b[0]).map(([plane, sent]) => ({ plane, bytes: sent }));
}
