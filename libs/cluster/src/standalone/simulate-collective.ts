/** One collective on one cluster, standalone: what `railyard network` and its API route answer with. */
import { type IssueList, parseBytes, type ProvenancedInput } from '@railyard/base';
import { type ClusterSpec, type RoutingPolicy } from '../definition/index.js';
import { checkCluster, checkEntropies, checkPxn } from '../validation/index.js';
import { capacityUnder, checkFaults, parseFault } from '../faults/fabric-fault.js';
import { checkFlaps, parseFlap } from '../faults/flaps.js';
import { buildFabric } from '../topology/index.js';
import { type BesideTimes, besideTimes, checkRails, type RailSplit } from './beside.js';
import {
  addedUp,
  followed,
  type LoadedLink,
  planeBytes,
  type PlaneBytes,
  topLinks,
} from './carried-links.js';
import { type AllReduceAlgorithm, Fabric } from '../traffic/fabric.js';
import { MOST_EXPERT_GPUS } from '../collectives/token-copies.js';
import { type FlappedTimes, flappedTimes } from './flapped.js';
import { idleFaults, lateFlaps, type NetworkWarning } from './idle-faults.js';
import { inputsOf } from './inputs.js';
import { type LinkAccount } from '../traffic/link-account.js';
import { messagesOf } from './message-count.js';
import { addMessages, COLLECTIVES, type CollectiveName, timeOf } from './named-collective.js';

export interface NetworkRequest {
  readonly cluster: ClusterSpec;
  readonly collective: CollectiveName;
  /** The cluster's first GPUs. */
  readonly gpus: number;
  /**
   * Buffer of one rank: a number or text like `1GiB`. Dispatch and combine: what one rank sends if every
   * token went to one expert.
   */
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
  /** Of the ECMP hash; under other routing nothing is hashed. */
  readonly seed?: number;
  /** What an all-reduce takes; left out, whichever is sooner. */
  readonly algorithm?: AllReduceAlgorithm;
  /** Busiest links that are shown; default `TOP_LINKS`. */
  readonly top?: number;
  /** Another collective of the same GPUs at the same time. */
  readonly beside?: { readonly collective: CollectiveName; readonly bytes: number | string };
  /**
   * With `beside`: on how many rails of each node the first and the second keep, where they keep apart;
   * default: in proportion to what they put on NICs.
   */
  readonly rails?: RailSplit;
}

export interface NetworkAnswer {
  readonly algbwGBps: number;
  readonly busbwGBps: number;
  readonly timeUs: number;
  readonly latencyUs: number;
  readonly bottleneck: string;
  /** Busiest links first. */
  readonly links: readonly LoadedLink[];
  /** Bytes by plane, NIC links only; one entry, plane -1, for a single fabric. */
  readonly planes: readonly PlaneBytes[];
  /** Flows of the collective, whether simulated one by one or by symmetry. */
  readonly flows: number;
  /** With `flap`; all else is without. */
  readonly flapped?: FlappedTimes;
  /** With `beside`: the collective and the other. */
  readonly beside?: readonly BesideTimes[];
  /** Of collectives that NCCL does by ring or tree: which was taken. */
  readonly algorithm?: AllReduceAlgorithm;
  /** Of the ECMP hash. */
  readonly seed: number;
  /** What was asked for and changes nothing. */
  readonly warnings: readonly NetworkWarning[];
  /** What the answer rests on. */
  readonly inputs: readonly ProvenancedInput[];
}

export const TOP_LINKS = 20;
export const MOST_LINKS = 10_000;
/**
 * Largest collective whose links are followed over time, in messages; above it, what they carry is added up.
 */
const FOLLOWED_MESSAGES = 70_000;
/** Parts that fail, and that flap: each takes a look at what it carries. */
const MOST_FAULTS = 1000;

/** Reports everything that keeps a request from being run, at its path. */
export function checkNetworkRequest(request: NetworkRequest, issues: IssueList): void {
  const before = issues.issues.length;
  checkCluster(request.cluster, issues.at('cluster'));
  const known = issues.issues.length === before;
  issues
    .at('collective')
    .require(
      COLLECTIVES.includes(request.collective),
      'unknown-collective',
      `unknown collective ${JSON.stringify(request.collective)}`,
      `one of ${COLLECTIVES.join(', ')}`,
    );
  checkBytes(request.bytes, issues);
  if (request.beside !== undefined) {
    const at = issues.at('beside');
    at.at('collective').require(
      COLLECTIVES.includes(request.beside.collective),
      'unknown-collective',
      `unknown collective ${JSON.stringify(request.beside.collective)}`,
      `one of ${COLLECTIVES.join(', ')}`,
    );
    checkBytes(request.beside.bytes, at);
  }
  if (request.routing !== undefined) {
    issues
      .at('routing')
      .require(
        ['ecmp', 'adaptive', 'static'].includes(request.routing),
        'unknown-routing',
        `unknown routing ${JSON.stringify(request.routing)}`,
        'one of ecmp, adaptive, static',
      );
  }
  if (request.entropies !== undefined) checkEntropies(request.entropies, issues.at('entropies'));
  for (const key of ['entropies', 'seed'] as const) {
    const routing = request.routing ?? request.cluster.routing;
    issues
      .at(key)
      .require(
        request[key] === undefined || routing === 'ecmp',
        'not-applicable',
        `${routing} routing hashes no header values`,
        `Only ecmp does: give it as the routing, or leave \`${key}\` out.`,
      );
  }
  checkChoices(request, issues);
  if (!known) return;
  checkGroup(request, issues);
  const { cluster, fail = [], flap = [], beside, rails } = request;
  if (request.pxn === true) checkPxn(cluster, true, issues.at('pxn'));
  if (rails !== undefined)
    checkRails(
      cluster,
      rails,
      { beside: beside !== undefined, atFault: fail.length > 0 },
      issues.at('rails'),
    );
  if (fail.length + flap.length > 0 && Math.max(fail.length, flap.length) <= MOST_FAULTS) {
    const graph = buildFabric(cluster);
    checkFaults(graph, fail.map(parseFault), issues.at('fail'));
    checkFlaps(graph, flap.map(parseFlap), issues.at('flap'));
  }
}

/** What does not depend on the cluster. */
function checkChoices(
  { collective, beside, algorithm, top, reroute, fail = [], flap = [] }: NetworkRequest,
  issues: IssueList,
): void {
  for (const [key, { length }] of [
    ['fail', fail],
    ['flap', flap],
  ] as const) {
    issues
      .at(key)
      .require(
        length <= MOST_FAULTS,
        'too-large',
        `${length} parts are named, more than ${MOST_FAULTS}`,
        'Name what they are parts of: a leaf, a plane.',
      );
  }
  if (algorithm !== undefined) {
    const at = issues.at('algorithm');
    at.require(
      algorithm === 'ring' || algorithm === 'tree',
      'unknown-algorithm',
      `unknown algorithm ${JSON.stringify(algorithm)}`,
      'ring or tree; left out, whichever is sooner',
    );
    at.require(
      collective === 'all-reduce' || beside?.collective === 'all-reduce',
      'not-applicable',
      `${collective} has no choice of algorithms`,
      'Only all-reduce does: leave `algorithm` out.',
    );
  }
  if (top !== undefined)
    issues
      .at('top')
      .require(
        Number.isInteger(top) && top >= 1 && top <= MOST_LINKS,
        'out-of-range',
        `${top} is no number of links`,
        `a whole number from 1 to ${MOST_LINKS}`,
      );
  if (reroute === undefined) return;
  issues
    .at('reroute')
    .require(
      reroute >= 0 && reroute < Infinity,
      'out-of-range',
      `${reroute} is no time`,
      'Seconds from 0; left out, traffic waits for the link.',
    );
  issues
    .at('reroute')
    .require(
      flap.length > 0,
      'not-applicable',
      'nothing flaps that traffic could leave',
      'Give `flap` as well; what is in `fail` traffic has left already.',
    );
}

/** How many GPUs each collective can be of. */
function checkGroup(
  { cluster, collective, beside, gpus, algorithm }: NetworkRequest,
  issues: IssueList,
): void {
  const at = issues.at('gpus');
  const total = cluster.nodes * cluster.gpusPerNode;
  if (
    !at.require(
      Number.isInteger(gpus) && gpus >= 2 && gpus <= total,
      'out-of-range',
      `${gpus} GPUs of a cluster of ${total}`,
      `a whole number from 2 to ${total}`,
    )
  )
    return;
  const named = [collective, beside?.collective];
  if (named.includes('dispatch') || named.includes('combine')) {
    at.require(
      gpus % cluster.gpusPerNode === 0 && gpus <= MOST_EXPERT_GPUS,
      'does-not-divide',
      `DeepEP's kernels with NVLink forwarding do not run on ${gpus} GPUs`,
      `whole nodes of ${cluster.gpusPerNode} GPUs, up to ${MOST_EXPERT_GPUS}: each of 256 experts ` +
        `stands there once, or twice where a place is left`,
    );
  }
  if (named.includes('send-receive'))
    at.require(gpus % 2 === 0, 'does-not-divide', `${gpus} GPUs are not pairs`, 'an even number');
  if (beside === undefined || !COLLECTIVES.includes(collective) || !COLLECTIVES.includes(beside.collective))
    return;
  const messages =
    messagesOf(collective, gpus, cluster.gpusPerNode, algorithm) +
    messagesOf(beside.collective, gpus, cluster.gpusPerNode, algorithm);
  issues
    .at('beside')
    .require(
      messages <= FOLLOWED_MESSAGES,
      'too-large',
      `${messages} messages are too many to be followed beside each other`,
      'fewer GPUs',
    );
}

function checkBytes(given: number | string, issues: IssueList): void {
  const bytes = bytesOf(given);
  issues
    .at('bytes')
    .require(
      bytes !== undefined && bytes >= 1 && bytes < Infinity,
      'out-of-range',
      `${JSON.stringify(given)} is not a size`,
      'a number of bytes from 1, or text like 1GiB, 64MB',
    );
}

const bytesOf = (bytes: number | string): number | undefined =>
  typeof bytes === 'string' ? parseBytes(bytes) : bytes;

/** Runs a checked request. @throws NoRouteError when faults leave two members without a path. */
export function simulateCollective(request: NetworkRequest): NetworkAnswer {
  const { cluster, collective, beside } = request;
  const graph = buildFabric(cluster);
  const fabricWith = (capacity: Float64Array): Fabric =>
    new Fabric(cluster, {
      graph,
      capacity,
      routing: request.routing ?? cluster.routing,
      pxn: request.pxn ?? cluster.pxn,
      seed: request.seed ?? 0,
      ...(request.entropies === undefined ? {} : { entropies: request.entropies }),
      ...(request.algorithm === undefined ? {} : { algorithm: request.algorithm }),
    });
  const faults = (request.fail ?? []).map(parseFault);
  const flaps = (request.flap ?? []).map(parseFlap);
  const fabric = fabricWith(capacityUnder(graph, faults));
  const group = Array.from({ length: request.gpus }, (_, gpu) => gpu);
  const bytes = bytesOf(request.bytes)!;
  const other = beside === undefined ? undefined : { ...beside, bytes: bytesOf(beside.bytes)! };
  const time = timeOf(fabric, collective, group, bytes);
  const messages = messagesOf(collective, group.length, fabric.gpusPerNode, time.algorithm);
  const loads =
    messages <= FOLLOWED_MESSAGES
      ? followed(fabric, collective, group, bytes, time)
      : addedUp(fabric, collective, group, bytes, time);
  const flapped =
    request.flap === undefined
      ? undefined
      : flappedTimes(fabric, { collective, bytes }, group, time, flaps, request.reroute ?? Infinity);
  const sendOwn = (account: LinkAccount): unknown => addMessages(account, collective, group, bytes);
  const sendAll = (account: LinkAccount): void => {
    sendOwn(account);
    if (other !== undefined) addMessages(account, other.collective, group, other.bytes);
  };
  return {
    algbwGBps: time.algbwGBps,
    busbwGBps: time.busbwGBps,
    timeUs: time.seconds * 1e6,
    latencyUs: time.latencySeconds * 1e6,
    bottleneck: time.bottleneck,
    links: topLinks(fabric, loads, request.top ?? TOP_LINKS),
    planes: planeBytes(fabric, loads),
    flows: loads.flows,
    ...(flapped === undefined ? {} : { flapped }),
    ...(other === undefined
      ? {}
      : { beside: besideTimes(fabric, group, { collective, bytes }, other, request.rails) }),
    ...(time.algorithm === undefined ? {} : { algorithm: time.algorithm }),
    seed: request.seed ?? 0,
    warnings: [
      ...idleFaults(
        graph,
        group,
        fabricWith,
        { all: sendAll, flapped: sendOwn },
        faults,
        flaps,
        request.reroute !== undefined,
      ),
      ...(flapped === undefined ? [] : lateFlaps(flaps, flapped.timeUs / 1e6 - time.latencySeconds)),
    ],
    inputs: inputsOf(cluster, other === undefined ? [collective] : [collective, other.collective]),
  };
}
