/**
 * How much a request may ask for. Where every member sees the same the time has a closed form; elsewhere each
 * message is a flow.
 */
import { InvalidDocumentError, type IssueList } from '@railyard/base';
import {
  type BenchmarkRequest,
  type CollectiveName,
  Fabric,
  FOLLOWED_MESSAGES,
  hashedPaths,
  isLowLatency,
  messagesOf,
  reachedShares,
  regularAllToAll,
  regularGroups,
  sizesOf,
} from '@railyard/cluster';

export interface NetworkLimits {
  /** Most messages that are simulated one by one. */
  readonly messages: number;
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
const FROM_ONE_ROOT: readonly CollectiveName[] = ['incast', 'scatter', 'broadcast', 'reduce'];
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
  const messages = messagesIn(request, collective);
  if (messages <= limits.messages) checkPaths(request, messages, limits, issues.at('gpus'));
  else
    issues
      .at('gpus')
      .require(
        isSymmetric(request),
        'too-large',
        `${collective} must have at most ${limits.messages} messages (got ${messages}, of ${gpus} GPUs).`,
        FROM_ONE_ROOT.includes(collective)
          ? 'Use fewer GPUs.'
          : 'Use fewer GPUs, or whole nodes of a non-blocking two-layer network with adaptive routing, ' +
              'PXN and nothing failed: symmetry then spares the messages.',
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

/** An all-to-all of 256 GPUs, or a ring of 2,048, with a flap: 4 to 8 s. */
const FLAPPED_MESSAGES = 280_000;

function checkFlapped(request: BenchmarkRequest, most: number, issues: IssueList): void {
  const { collective, flap } = request;
  if (flap === undefined) return;
  const messages = messagesIn(request, collective);
  // Each starts, is noticed and ends, and every time what is left is simulated again.
  const simulated = messages * (1 + 3 * flap.length);
  issues
    .at('flap')
    .require(
      simulated <= most,
      'too-large',
      `A collective under flaps must have at most ${most} messages to simulate (got ${simulated}: ` +
        `${messages} for each of ${1 + 3 * flap.length} parts of the time).`,
      'Use fewer GPUs, or fewer flaps.',
    );
}

/** Every size is simulated; those of a table may have some more messages together than one collective. */
const TABLE_OF_SIZES = 16;

function checkSizes(request: BenchmarkRequest, { messages: most }: NetworkLimits, issues: IssueList): void {
  if (request.sizes === undefined) return;
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

/** Collectives of one root never are: its NIC carries more than the others'. */
function isSymmetric(request: BenchmarkRequest): boolean {
  const { cluster, collective, gpus, fail = [] } = request;
  if (fail.length > 0 || FROM_ONE_ROOT.includes(collective)) return false;
  const fabric = new Fabric(cluster, request);
  const groups = [Array.from({ length: gpus }, (_, gpu) => gpu)];
  if (collective !== 'all-to-all' && !isLowLatency(collective))
    return regularGroups(fabric, groups) !== undefined;
  const shares = reachedShares(fabric, collective, gpus);
  const regular = regularAllToAll(fabric, { groups, bytes: 1 }, 0, { bytes: 1, busFactor: 1 }, shares);
  return regular !== undefined;
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

/** Where a client waits for the answer: about a second on one core. */
export const WAITING_LIMITS: NetworkLimits = {
  messages: 40_000,
  repeated: 17_000,
  flapped: 140_000,
  crossings: 2_500_000,
};
