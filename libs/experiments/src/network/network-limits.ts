/**
 * How much a request may ask for, by the time and memory that it takes. Messages of one size between every
 * two GPUs are added up on their links, a ring or a tree is one flow over its legs; elsewhere each message is
 * a flow.
 */
import { InvalidDocumentError, type IssueList } from '@railyard/base';
import {
  type BenchmarkRequest,
  type CollectiveName,
  capacityUnder,
  exchangeSteps,
  Fabric,
  FOLLOWED_MESSAGES,
  followedExchange,
  hashedPaths,
  messageBytes,
  messagesOf,
  parseFault,
  parseFlap,
  regularGroups,
  sizesOf,
} from '@railyard/cluster';

export interface NetworkLimits {
  /** Most messages that are simulated one by one. */
  readonly messages: number;
  /** Most legs of rings, trees and chains, each routed; default: eight times `messages`. */
  readonly legs?: number;
  /** Most steps of an exchange (`exchangeSteps`); default: some 30 s and 4 GB. */
  readonly steps?: number;
  /** The same of two collectives at once, which are simulated several times; default `messages`. */
  readonly repeated?: number;
  /** Messages under flaps, each counted for every part of the time: a few seconds at the default. */
  readonly flapped?: number;
  /**
   * Most links that messages cross together: one that is sprayed over a three-layer tree crosses thousands.
   * Default: no bound.
   */
  readonly crossings?: number;
}

export const DEFAULT_LIMITS: NetworkLimits = { messages: FOLLOWED_MESSAGES };
/** No message crosses more: all ways through three layers of 64-port switches, twice over. */
const MOST_CROSSINGS = 4096;
const MOST_STEPS = 150_000_000;
const LEGS_OF_A_MESSAGE = 8;
const FROM_ONE_ROOT: readonly CollectiveName[] = ['incast', 'scatter', 'broadcast', 'reduce'];
const PIPELINES: readonly CollectiveName[] = [
  'all-reduce',
  'all-gather',
  'reduce-scatter',
  'broadcast',
  'reduce',
];
/** So many hashed paths take no longer than the simulation of their message. */
const PATHS_OF_A_MESSAGE = 64;

const messagesIn = ({ cluster, gpus, algorithm }: BenchmarkRequest, name: CollectiveName): number =>
  messagesOf(name, gpus, cluster.gpusPerNode, algorithm);

/** Reports a checked request that would take too long. */
export function checkSize(request: BenchmarkRequest, limits: NetworkLimits, issues: IssueList): void {
  checkBeside(request, limits.repeated ?? limits.messages, issues);
  checkFlapped(request, limits.flapped ?? FLAPPED_MESSAGES, issues);
  checkSizes(request, limits, issues);
  const { collective, gpus } = request;
  checkSeeds(request, limits, issues);
  if (isExchange(request)) {
    checkSteps(request, limits.steps ?? MOST_STEPS, issues.at('gpus'));
    return;
  }
  const messages = messagesIn(request, collective);
  const pipeline = PIPELINES.includes(collective);
  const most = pipeline ? (limits.legs ?? LEGS_OF_A_MESSAGE * limits.messages) : limits.messages;
  if (messages <= most) checkPaths(request, messages, limits, issues.at('gpus'));
  else
    issues
      .at('gpus')
      .require(
        isSymmetric(request),
        'too-large',
        `${collective} must have at most ${most} ${pipeline ? 'legs' : 'messages'} (got ${messages}, of ` +
          `${gpus} GPUs).`,
        'Use fewer GPUs.',
      );
}

/** Messages of one size between every two GPUs. */
const isExchange = ({ collective, gpus }: BenchmarkRequest): boolean =>
  messageBytes(collective, gpus, 1) !== undefined;

function checkSteps(request: BenchmarkRequest, most: number, at: IssueList): void {
  const { gpus } = request;
  const steps = exchangeSteps(fabricOf(request), gpus);
  at.require(
    steps <= most,
    'too-large',
    `${request.collective} must take at most ${most} steps over links and switches (got about ${steps}, of ` +
      `${gpus} GPUs).`,
    'Use fewer GPUs, or adaptive routing.',
  );
}

/** Every hash is a simulation where it cannot be drawn. */
function checkSeeds(request: BenchmarkRequest, { messages: most }: NetworkLimits, issues: IssueList): void {
  const { seeds, collective } = request;
  if (seeds === undefined || isExchange(request)) return;
  const messages = messagesIn(request, collective);
  issues
    .at('seeds')
    .require(
      messages * seeds <= TABLE_OF_SIZES * most,
      'too-large',
      `${seeds} seeds must have at most ${TABLE_OF_SIZES * most} messages together (got ` +
        `${messages * seeds}, ${messages} each).`,
      'Use fewer seeds, or fewer GPUs.',
    );
}

function checkBeside(request: BenchmarkRequest, most: number, issues: IssueList): void {
  const { collective, beside } = request;
  if (beside === undefined) return;
  const both = messagesIn(request, collective) + messagesIn(request, beside.collective);
  issues
    .at('beside')
    .require(
      both <= most,
      'too-large',
      `Two collectives at once must have at most ${most} messages (got ${both}).`,
      'Use fewer GPUs.',
    );
}

/**
 * An all-to-all of 370 GPUs under ECMP, of 1,024 by node (exchange/node-messages.ts), of more under adaptive
 * routing, or a ring of 4,096: some 10 s.
 */
const FLAPPED_MESSAGES = 560_000;

/** Most GPUs of which every two exchange messages that are no more than `most`. */
const allPairsWithin = (most: number): number => Math.floor((1 + Math.sqrt(1 + 4 * most)) / 2);

function checkFlapped(request: BenchmarkRequest, most: number, issues: IssueList): void {
  const { collective, flap } = request;
  if (flap === undefined) return;
  const messages = isExchange(request)
    ? followedExchange(
        fabricOf(request),
        collective,
        request.gpus,
        flap.map(parseFlap),
        request.reroute ?? Infinity,
      )
    : messagesIn(request, collective);
  // Each starts, is noticed and ends, and every time what is left is simulated again.
  const simulated = messages * (1 + 3 * flap.length);
  issues
    .at('flap')
    .require(
      simulated <= most,
      'too-large',
      `A collective under flaps must have at most ${most} messages to simulate (got ${simulated}: ` +
        `${messages} for each of ${1 + 3 * flap.length} parts of the time).`,
      isExchange(request)
        ? exchangeHint(request, most / (1 + 3 * flap.length))
        : 'Use fewer GPUs, or fewer flaps.',
    );
}

/** Nodes that nothing tells apart count once; so do those of a node to one GPU where traffic waits. */
function exchangeHint(request: BenchmarkRequest, most: number): string {
  const { cluster, routing = cluster.routing, reroute } = request;
  const more = 'with the part in `fail`, down all the while, there may be more GPUs.';
  if (routing === 'adaptive') return `Use fewer GPUs, or fewer flaps; ${more}`;
  const use = reroute === undefined ? 'Use' : 'Leave `reroute` out, so that traffic waits, use';
  return `${use} adaptive routing, under which nodes are alike, or ${allPairsWithin(most)} GPUs; ${more}`;
}

/** The network as asked for, with what has failed. */
function fabricOf(request: BenchmarkRequest): Fabric {
  const { cluster, fail = [] } = request;
  const whole = new Fabric(cluster, request);
  return fail.length === 0 ? whole : whole.withCapacity(capacityUnder(whole.graph, fail.map(parseFault)));
}

/** Every size is simulated; those of a table may have some more messages together than one collective. */
const TABLE_OF_SIZES = 16;

function checkSizes(request: BenchmarkRequest, { messages: most }: NetworkLimits, issues: IssueList): void {
  if (request.sizes === undefined || isExchange(request)) return;
  const messages = messagesIn(request, request.collective);
  const { length } = sizesOf(request.sizes);
  issues
    .at('maxBytes')
    .require(
      messages * length <= TABLE_OF_SIZES * most || isSymmetric(request),
      'too-large',
      `${length} sizes must have at most ${TABLE_OF_SIZES * most} messages together (got ` +
        `${messages * length}, ${messages} each).`,
      'Use fewer sizes, or fewer GPUs.',
    );
}

function checkPaths(request: BenchmarkRequest, messages: number, limits: NetworkLimits, at: IssueList): void {
  const { cluster } = request;
  const each = hashedPaths({ ...cluster, ...request });
  const most = limits.messages * PATHS_OF_A_MESSAGE;
  at.require(
    messages * each <= most,
    'too-large',
    `The collective must have at most ${most} hashed paths (got ${messages * each}: ${messages} messages ` +
      `over ${each} header values each).`,
    'Use fewer GPUs, or fewer header values.',
  );
}

/** Where all members see the same there is a closed form; the NIC of a root carries more than the others'. */
function isSymmetric(request: BenchmarkRequest): boolean {
  const { cluster, collective, gpus, fail = [] } = request;
  if (fail.length > 0 || FROM_ONE_ROOT.includes(collective)) return false;
  const group = Array.from({ length: gpus }, (_, gpu) => gpu);
  return regularGroups(new Fabric(cluster, request), [group]) !== undefined;
}

/**
 * Judged by the message between the farthest two, and not where symmetry spares the messages.
 * @throws InvalidDocumentError when messages cross more links together than the limits allow.
 */
export function checkCrossings(request: BenchmarkRequest, limits: NetworkLimits): void {
  const { cluster, collective, gpus, beside, routing = cluster.routing, pxn = cluster.pxn } = request;
  const { messages: followed, crossings: most = Infinity } = limits;
  const messages =
    messagesIn(request, collective) + (beside === undefined ? 0 : messagesIn(request, beside.collective));
  if (messages > followed || messages * MOST_CROSSINGS <= most) return;
  const route = new Fabric(cluster, { routing, pxn }).router.route(0, gpus - 1);
  const crossings = messages * (route?.links.length ?? 0);
  if (crossings <= most) return;
  throw new InvalidDocumentError([
    {
      path: '/gpus',
      code: 'too-large',
      message:
        `Messages must cross at most ${most} links together (got ${crossings}, of ${messages} ` +
        `messages).`,
      hint: 'Use fewer GPUs, or a routing that keeps a message on one path (static, ecmp).',
    },
  ]);
}

/** Where a client waits for the answer: about a second on one core, two under flaps. */
export const WAITING_LIMITS: NetworkLimits = {
  messages: 40_000,
  legs: 40_000,
  steps: 6_000_000,
  repeated: 17_000,
  crossings: 2_500_000,
};
