/**
 * Two collectives of the same GPUs at once: what they do to each other, and what queues or rails of their own
 * save (paper, sections 4.5 and 5.2.2).
 */
import { type IssueList } from '@railyard/base';
import { type Control, CONTROL_ERRORS } from '../congestion/index.js';
import { type ClusterSpec } from '../definition/index.js';
import { buildFabric, type FabricGraph } from '../topology/index.js';
import { contention, type Fabric, LinkAccount, type Traffic, type TrafficKind } from '../traffic/index.js';
import { controlledSeconds } from './controlled.js';
import { addMessages, type CollectiveName } from './named-collective.js';
import { type RailSplit, type SizedCollective } from './request.js';

/**
 * How long a collective's transfers take at what links can carry: latencies, and what an EP kernel leaves of
 * a link, are left out.
 */
export interface ConcurrentTimes {
  readonly collective: CollectiveName;
  readonly aloneUs: number;
  /** All flows as equals on every link. */
  readonly sharedUs: number;
  /** Each collective with a queue of its own on every link. */
  readonly queuedUs: number;
  /**
   * With a control: as equals in first-in, first-out queues of switches that pause each other (PFC) until the
   * control has slowed the senders down.
   */
  readonly controlledUs?: number;
  /** Between what it lies by the errors against packet-level runs; absent where there is none to compare. */
  readonly controlledBandUs?: readonly [number, number];
  /** On rails of its own, where nodes have rails. */
  readonly separatedUs?: number;
  /** Those rails. */
  readonly rails?: readonly number[];
}

/**
 * Kept apart by rail, a message stays on its own where that is one of its collective's, and is divided evenly
 * over those where it is not.
 * @param rails default: in proportion to what each puts on NICs, at least one
 */
export function concurrentTimes(
  fabric: Fabric,
  group: readonly number[],
  first: SizedCollective,
  second: SizedCollective,
  { rails: split, control }: { readonly rails?: RailSplit; readonly control?: Control } = {},
): readonly ConcurrentTimes[] {
  const rails = fabric.healthy ? railsOf(fabric.graph) : 0;
  const named = [first, second];
  const adds = named.map(
    ({ collective, bytes }) =>
      (traffic: Traffic): unknown =>
        addMessages(traffic, collective, group, bytes),
  );
  const counts =
    rails === 0
      ? []
      : (split ??
        byLoad(
          rails,
          adds.map((add) => nicBytes(fabric, add)),
        ));
  const own = counts.map((count, i) =>
    Array.from({ length: count }, (_, rail) => (i === 0 ? rail : rails - count + rail)),
  );
  const times = contention(
    fabric,
    adds.map((add, i): TrafficKind => ({
      name: named[i].collective,
      add,
      ...(own[i] === undefined ? {} : { rails: own[i] }),
    })),
  );
  const controlled = control === undefined ? undefined : controlledSeconds(fabric, adds, control);
  return times.map(({ aloneSeconds, sharedSeconds, queuedSeconds, separatedSeconds }, i) => ({
    collective: named[i].collective,
    aloneUs: aloneSeconds * 1e6,
    sharedUs: sharedSeconds * 1e6,
    queuedUs: queuedSeconds * 1e6,
    ...(control === undefined || controlled === undefined
      ? {}
      : controlledTimes(controlled[i] * 1e6, control)),
    ...(separatedSeconds === undefined ? {} : { separatedUs: separatedSeconds * 1e6, rails: own[i] }),
  }));
}

function controlledTimes(
  controlledUs: number,
  control: Control,
): Pick<ConcurrentTimes, 'controlledUs' | 'controlledBandUs'> {
  const error = CONTROL_ERRORS[control];
  if (error === undefined) return { controlledUs };
  return {
    controlledUs,
    controlledBandUs: [controlledUs / (1 + error.most), controlledUs / (1 + error.least)],
  };
}

/** What a time under a control leaves open. */
export function controlNotes(control: Control): readonly { code: 'coarse-control'; message: string }[] {
  const error = CONTROL_ERRORS[control];
  const [least, most] = [error?.least ?? 0, error?.most ?? 0].map((part) => Math.round(100 * part));
  const message =
    error === undefined
      ? `Times under ${control} are an estimate between pfc and credits: there is no packet-level run to ` +
        'compare with.'
      : `Times under ${control} are ${least} to ${most} % off packet-level runs (${error.runs}): ` +
        'controlledBandUs has the range.';
  return [{ code: 'coarse-control', message }];
}

/**
 * Rails of a node that traffic can keep to: each with a NIC and switches of its own; 0 where there is none to
 * choose.
 */
function railsOf({ shape }: FabricGraph): number {
  return shape.railAligned && shape.nicsPerNode === shape.gpusPerNode && shape.nicsPerNode > 1
    ? shape.nicsPerNode
    : 0;
}

/** All bytes that a kind of traffic puts on NICs. */
function nicBytes(fabric: Fabric, add: (traffic: Traffic) => unknown): number {
  const account = new LinkAccount(fabric, 1);
  add(account);
  account.settle();
  return fabric.graph.tables.nicUplink.reduce((sum, uplink) => sum + account.bytesOf(0, uplink), 0);
}

function byLoad(rails: number, [first, second]: readonly number[]): RailSplit {
  const share = first + second === 0 ? 1 / 2 : second / (first + second);
  const ofSecond = Math.min(rails - 1, Math.max(1, Math.round(rails * share)));
  return [rails - ofSecond, ofSecond];
}

/** @param atFault parts that have failed; rails are then not kept apart */
export function checkRails(
  cluster: ClusterSpec,
  split: RailSplit,
  { concurrent, atFault }: { readonly concurrent: boolean; readonly atFault: boolean },
  issues: IssueList,
): void {
  const given = split.join(':');
  issues.require(
    concurrent,
    'not-applicable',
    `rails must be given with a second collective (got ${given}).`,
    'Add `beside`, or remove rails.',
  );
  const rails = railsOf(buildFabric(cluster));
  const apart =
    issues.require(
      rails > 0,
      'not-applicable',
      `rails must be left out where nodes have no rails to keep traffic apart (got ${given}).`,
      'Use a NIC for each GPU, and leaves or planes for each rail: mpft, mrft or rail-only.',
    ) &&
    issues.require(
      !atFault,
      'not-applicable',
      'rails must be left out with parts that have failed: ' +
        `a lost rail's traffic is on all others (got ${given}).`,
      'Remove `fail`, or rails.',
    );
  if (!apart) return;
  const valid =
    split.length === 2 &&
    split.every((count) => Number.isInteger(count) && count >= 1) &&
    split[0] + split[1] === rails;
  const example = rails % 2 === 0 ? `${rails / 2}:${rails / 2}` : `${rails - 1}:1`;
  issues.require(
    valid,
    'does-not-add-up',
    `rails must divide the ${rails} rails of a node (got ${given}).`,
    `Use two whole numbers from 1 with the sum ${rails}, such as ${example}.`,
  );
}
