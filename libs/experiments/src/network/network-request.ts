/** One collective on one cluster, as a user asks for it: checked all at once, then simulated. */
import { InvalidDocumentError, type Issue, IssueList } from '@railyard/base';
import {
  type AllReduceAlgorithm,
  CLUSTERS,
  COLLECTIVES,
  type CollectiveName,
  Fabric,
  LOW_LATENCY_TOKENS,
  type NetworkAnswer,
  type NetworkRequest,
  NoRouteError,
  type RoutingPolicy,
  checkNetworkRequest,
  isLowLatency,
  messagesOf,
  reachedShares,
  regularAllToAll,
  regularGroups,
  simulateCollective,
  tokenBytes,
} from '@railyard/cluster';
import { ENGINE_VERSION } from '../engine.js';
import { checkStructure, useOneOf, isRecord, nearest, show, throwIfAny } from '../validation/index.js';
import { clusterOf } from './cluster-of.js';

export interface NetworkLimits {
  /** Most messages that are simulated one by one. */
  readonly messages: number;
  /**
   * The same of two collectives at once, or under flaps, which are simulated several times; default
   * `messages`.
   */
  readonly repeated?: number;
  /**
   * Most links that messages cross together: one that is sprayed over a three-layer tree crosses thousands.
   * Default: no bound.
   */
  readonly crossings?: number;
}

const DEFAULT_LIMITS: NetworkLimits = { messages: 70_000 };
/** No message crosses more: all ways through three layers of 64-port switches, twice over. */
const MOST_CROSSINGS = 4096;
/** So many hashed paths take no longer than the simulation of their message. */
const ENTROPIES_OF_A_MESSAGE = 64;

/** The wire contract of `railyard network --json` and of `POST /v1/network`. */
export type NetworkResult = NetworkAnswer & { readonly engineVersion: string };

const KEYS: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'any'>> = {
  collective: 'string',
  cluster: 'any',
  gpus: 'number',
  bytes: 'any',
  tokens: 'number',
  routing: 'string',
  entropies: 'number',
  pxn: 'boolean',
  fail: 'any',
  flap: 'any',
  reroute: 'number',
  seed: 'number',
  algorithm: 'string',
  top: 'number',
  beside: 'any',
  rails: 'any',
};

/**
 * What the rest of a request is checked with while its cluster is at fault, and the keys that do not depend
 * on it.
 */
const STAND_IN = CLUSTERS['h800-2048-mpft']!;
const INDEPENDENT: readonly string[] = [
  '/collective',
  '/bytes',
  '/routing',
  '/algorithm',
  '/top',
  '/reroute',
  '/beside/collective',
  '/beside/bytes',
];

/**
 * `{collective, cluster, gpus, bytes | tokens, routing?, entropies?, pxn?, fail?, flap?, reroute?, seed?,
 * algorithm?, top?, beside?: {collective, bytes}, rails?}`; the cluster is a preset's name or a Cluster
 * document.
 * @throws InvalidDocumentError with every issue.
 */
export function networkRequest(input: unknown, limits: NetworkLimits = DEFAULT_LIMITS): NetworkRequest {
  const issues = new IssueList();
  if (!checkStructure(input, issues)) throw new InvalidDocumentError(issues.issues);
  if (!isRecord(input))
    throw new InvalidDocumentError([
      {
        path: '',
        code: 'wrong-type',
        message: `a request is a mapping, not ${show(input)}`,
        hint: `Keys: ${Object.keys(KEYS).join(', ')}.`,
      },
    ]);
  checkKeys(input, issues);
  const beside = besideOf(input.beside, issues);
  const bytes = bytesOf(input, issues);
  const cluster = clusterOf(input.cluster, issues);
  const atFault = new Set(issues.issues.map(({ path }) => path));
  // What is at fault is not handed on: a mapping cannot even be shown as the number that it is not.
  const sound = (key: string): boolean =>
    input[key] !== undefined &&
    ![...atFault].some((path) => path === `/${key}` || path.startsWith(`/${key}/`));
  const request: NetworkRequest = {
    cluster: cluster ?? STAND_IN,
    bytes: bytes ?? 1,
    collective: sound('collective') ? (input.collective as CollectiveName) : COLLECTIVES[0],
    gpus: sound('gpus') ? (input.gpus as number) : STAND_IN.gpusPerNode,
    ...(sound('routing') ? { routing: input.routing as RoutingPolicy } : {}),
    ...(sound('pxn') ? { pxn: input.pxn as boolean } : {}),
    ...(sound('entropies') ? { entropies: input.entropies as number } : {}),
    ...(sound('fail') ? { fail: input.fail as readonly string[] } : {}),
    ...(sound('flap') ? { flap: input.flap as readonly string[] } : {}),
    ...(sound('reroute') ? { reroute: input.reroute as number } : {}),
    ...(sound('seed') ? { seed: input.seed as number } : {}),
    ...(sound('algorithm') ? { algorithm: input.algorithm as AllReduceAlgorithm } : {}),
    ...(sound('top') ? { top: input.top as number } : {}),
    ...(beside === undefined ? {} : { beside }),
    ...(sound('rails') ? { rails: input.rails as readonly number[] } : {}),
  };
  checkDomain(request, cluster !== undefined, issues);
  if (issues.issues.length === 0) checkSize(request, limits, issues);
  throwIfAny(issues);
  return request;
}

/**
 * @throws InvalidDocumentError when what fails leaves two members without a path, or messages cross more
 * links than `limits` allow.
 */
export function runNetwork(request: NetworkRequest, limits: NetworkLimits = DEFAULT_LIMITS): NetworkResult {
  if (limits.crossings !== undefined) checkCrossings(request, limits, limits.crossings);
  try {
    return { ...simulateCollective(request), engineVersion: ENGINE_VERSION };
  } catch (error) {
    if (!(error instanceof NoRouteError) || (request.fail ?? []).length === 0) throw error;
    const issue: Issue = {
      path: '/fail',
      code: 'disconnected',
      message: 'fail must leave a path between any two GPUs of the collective.',
      hint: 'Remove some of the parts, or use fewer GPUs.',
    };
    throw new InvalidDocumentError([issue]);
  }
}

/** Told by the message between the farthest two, and not where symmetry spares the messages. */
function checkCrossings(request: NetworkRequest, { messages: followed }: NetworkLimits, most: number): void {
  const {
    cluster,
    collective,
    gpus,
    algorithm,
    beside,
    routing = cluster.routing,
    pxn = cluster.pxn,
  } = request;
  const messagesIn = (name: CollectiveName): number => messagesOf(name, gpus, cluster.gpusPerNode, algorithm);
  const messages = messagesIn(collective) + (beside === undefined ? 0 : messagesIn(beside.collective));
  if (messages > followed || messages * MOST_CROSSINGS <= most) return;
  const crossings =
    messages * (new Fabric(cluster, { routing, pxn }).router.route(0, gpus - 1)?.links.length ?? 0);
  if (crossings <= most) return;
  throw new InvalidDocumentError([
    {
      path: '/gpus',
      code: 'too-large',
      message: `${messages} messages cross ${crossings} links together, more than ${most}`,
      hint: 'Take fewer GPUs, or a routing that keeps a message on one path (static, ecmp).',
    },
  ]);
}

/**
 * What only the network can say, of keys that are not at fault already; without a cluster, of those that do
 * not depend on it.
 */
function checkDomain(request: NetworkRequest, clusterKnown: boolean, issues: IssueList): void {
  const before = [...issues.issues];
  const found = new IssueList();
  checkNetworkRequest(request, found);
  for (const { path, code, message, hint } of found.issues) {
    const known =
      before.some((issue) => issue.path === path) || (!clusterKnown && !INDEPENDENT.includes(path));
    if (!known)
      path
        .split('/')
        .slice(1)
        .reduce((list, key) => list.at(key), issues)
        .add(code, message, hint);
  }
}

function checkKeys(input: Readonly<Record<string, unknown>>, issues: IssueList): void {
  for (const [key, value] of Object.entries(input)) {
    const type = KEYS[key];
    if (type === undefined)
      issues
        .at(key)
        .add(
          'unknown-key',
          `there is no key \`${key}\` here`,
          useOneOf(nearest(key, Object.keys(KEYS)), Object.keys(KEYS)),
        );
    else if (type !== 'any' && typeof value !== type)
      issues.at(key).add('wrong-type', `${show(value)} is no ${type}`, `Give a ${type}.`);
  }
  for (const key of ['collective', 'gpus'] as const) {
    if (input[key] === undefined)
      issues
        .at(key)
        .add(
          'missing-key',
          `\`${key}\` is missing`,
          key === 'gpus'
            ? "How many of the cluster's first GPUs take part."
            : `One of ${COLLECTIVES.join(', ')}.`,
        );
  }
  const { fail, flap, seed, rails } = input;
  issues
    .at('rails')
    .require(
      rails === undefined || (Array.isArray(rails) && rails.every((count) => typeof count === 'number')),
      'wrong-type',
      `${show(rails)} is no list of numbers`,
      'Rails of the first and of the second collective: [4, 4].',
    );
  checkTexts(fail, issues.at('fail'), 'Names of parts, such as `leaf:3` or `node:0/nic:2=0.5`.');
  checkTexts(
    flap,
    issues.at('flap'),
    'Names of parts with start and duration, such as `node:0/nic:2@0.01+3`.',
  );
  if (typeof seed === 'number')
    issues
      .at('seed')
      .require(
        Number.isSafeInteger(seed) && seed >= 0,
        'out-of-range',
        `${seed} is no seed`,
        'A whole number from 0.',
      );
}

function checkTexts(given: unknown, issues: IssueList, hint: string): void {
  if (Array.isArray(given))
    given.forEach((name, i) =>
      issues
        .at(i)
        .require(typeof name === 'string', 'wrong-type', `${show(name)} is no name of a part`, hint),
    );
  else issues.require(given === undefined, 'wrong-type', `${show(given)} is no list of names`, hint);
}

function besideOf(beside: unknown, issues: IssueList): NetworkRequest['beside'] {
  if (beside === undefined) return undefined;
  const at = issues.at('beside');
  if (!isRecord(beside)) {
    at.add('wrong-type', `${show(beside)} is no collective`, 'A mapping of `collective` and `bytes`.');
    return undefined;
  }
  for (const key of Object.keys(beside))
    if (key !== 'collective' && key !== 'bytes')
      at.at(key).add('unknown-key', `there is no key \`${key}\` here`, 'Keys: collective, bytes.');
  const { collective, bytes } = beside;
  const named = at
    .at('collective')
    .require(
      typeof collective === 'string',
      collective === undefined ? 'missing-key' : 'wrong-type',
      `${show(collective)} is no collective`,
      `One of ${COLLECTIVES.join(', ')}.`,
    );
  const sized = at
    .at('bytes')
    .require(
      typeof bytes === 'number' || typeof bytes === 'string',
      bytes === undefined ? 'missing-key' : 'wrong-type',
      `${show(bytes)} is no size`,
      'A number of bytes, or text like `1GiB`.',
    );
  return named && sized
    ? { collective: collective as CollectiveName, bytes: bytes as number | string }
    : undefined;
}

function bytesOf(
  { bytes, tokens, collective }: Readonly<Record<string, unknown>>,
  issues: IssueList,
): number | string | undefined {
  const each = typeof collective === 'string' ? tokenBytes(collective as CollectiveName) : undefined;
  if (
    tokens === undefined &&
    bytes === undefined &&
    each !== undefined &&
    isLowLatency(collective as CollectiveName)
  )
    return LOW_LATENCY_TOKENS * each;
  if (tokens === undefined) {
    const sized = typeof bytes === 'number' || typeof bytes === 'string';
    issues
      .at('bytes')
      .require(
        sized,
        bytes === undefined ? 'missing-key' : 'wrong-type',
        bytes === undefined ? '`bytes` is missing' : `${show(bytes)} is no size`,
        'A number of bytes, or text like `1GiB`.',
      );
    return sized ? bytes : undefined;
  }
  const at = issues.at('tokens');
  at.require(
    bytes === undefined,
    'conflict',
    '`tokens` and `bytes` both say how much is sent',
    'Give one of them.',
  );
  at.require(
    each !== undefined,
    'not-applicable',
    `only dispatch and combine, low-latency or not, send tokens, not ${show(collective)}`,
    'Give `bytes`.',
  );
  const whole = at.require(
    Number.isSafeInteger(tokens) && (tokens as number) > 0,
    'out-of-range',
    `${show(tokens)} is no number of tokens`,
    'A whole number from 1.',
  );
  return each === undefined || !whole ? undefined : (tokens as number) * each;
}

/** Where every member sees the same the time has a closed form; elsewhere each message is a flow. */
function checkSize(request: NetworkRequest, limits: NetworkLimits, issues: IssueList): void {
  const { cluster, collective, gpus, beside, flap, algorithm } = request;
  const { repeated = limits.messages } = limits;
  const messages = messagesOf(collective, gpus, cluster.gpusPerNode, algorithm);
  if (beside !== undefined) {
    const both = messages + messagesOf(beside.collective, gpus, cluster.gpusPerNode, algorithm);
    issues
      .at('beside')
      .require(
        both <= repeated,
        'too-large',
        `two collectives of ${gpus} GPUs have ${both} messages, more than ${repeated}`,
        'Take fewer GPUs.',
      );
  }
  if (flap !== undefined) {
    // Each starts, is noticed and ends, and every time what is left is simulated anew.
    const simulated = messages * (1 + 3 * flap.length);
    issues
      .at('flap')
      .require(
        simulated <= repeated,
        'too-large',
        `${messages} messages under ${flap.length} flaps are ${simulated} to simulate, more than ${repeated}`,
        'Take fewer GPUs, or fewer flaps.',
      );
  }
  if (messages <= limits.messages) {
    const { routing = cluster.routing, entropies = cluster.entropies ?? 1 } = request;
    const [paths, most] = [
      routing === 'ecmp' ? messages * entropies : messages,
      limits.messages * ENTROPIES_OF_A_MESSAGE,
    ];
    issues
      .at('gpus')
      .require(
        paths <= most,
        'too-large',
        `${messages} messages over ${entropies} header values each are ${paths} paths, more than ${most}`,
        'Take fewer GPUs, or fewer entropies.',
      );
    return;
  }
  issues
    .at('gpus')
    .require(
      isSymmetric(request),
      'too-large',
      `${collective} of ${gpus} GPUs has ${messages} messages, more than ${limits.messages}`,
      collective === 'incast'
        ? 'Take fewer GPUs.'
        : 'Take fewer GPUs, or whole nodes of a non-blocking two-layer network with adaptive ' +
            'routing, PXN and nothing failed: symmetry then spares the messages.',
    );
}

/** An incast never is: one NIC takes what all others send. */
function isSymmetric({
  cluster,
  collective,
  gpus,
  routing = cluster.routing,
  pxn = cluster.pxn,
  fail = [],
}: NetworkRequest): boolean {
  if (fail.length > 0 || collective === 'incast') return false;
  const fabric = new Fabric(cluster, { routing, pxn });
  const request = { groups: [Array.from({ length: gpus }, (_, gpu) => gpu)], bytes: 1 };
  return (
    (collective === 'all-to-all' || isLowLatency(collective)
      ? regularAllToAll(
          fabric,
          request,
          0,
          { bytes: 1, busFactor: 1 },
          reachedShares(fabric, collective, gpus),
        )
      : regularGroups(fabric, request.groups)) !== undefined
  );
}
