/**
 * Links that fail and come back while transfers are under way. When something fails, messages over it stand
 * still until their senders have taken another way (`rerouteSeconds` later) or until it comes back, whichever
 * is sooner; from then on they take what the router finds: other uplinks, or the node's surviving NICs. A
 * pipeline of several legs stands still when one of them does. A transfer that waits longer than the retry
 * window loses its connection, and the job (failures.md 2.5): `longestStallSeconds` is there to be compared
 * with it.
 */
import { type IssueList } from '@railyard/base';
import { type Fabric, type Leg, Traffic, type TrafficOptions } from '../traffic/index.js';
import { type FlowSet, simulateFlows } from '../flows/index.js';
import { type Route } from '../routing/index.js';
import { type FabricGraph } from '../topology/index.js';
import { capacityUnder, checkFaults, type FabricFault, parseFault } from './fabric-fault.js';

export interface Flap extends FabricFault {
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/** What moves at one rate: a message, or a pipeline (a ring, a tree) over all of its legs. */
export interface Transfer {
  readonly bytes: number;
  /** So many that are alike at every moment, all of them over these ways; default 1. */
  readonly count?: number;
  /** Each of its ways as a network routes it now; undefined where none is left. */
  readonly ways: (fabric: Fabric) => readonly (Route | undefined)[];
}

/** Bytes over each of these legs. */
export const alongLegs = (legs: readonly Leg[], bytes: number): Transfer => ({
  bytes,
  ways: ({ router }) => legs.map(({ from, to, queuePair }) => router.route(from, to, queuePair)),
});

export interface FlapOptions extends Pick<TrafficOptions, 'nicShare' | 'nvlinkShare'> {
  /** From a failure to the moment traffic takes another way; Infinity: it waits for the link. */
  readonly rerouteSeconds: number;
}

export interface FlapOutcome {
  /** [transfers] seconds at which the last byte of each arrives; Infinity when it never does. */
  readonly finish: Float64Array;
  readonly seconds: number;
  /** Longest time that one transfer stood still. */
  readonly longestStallSeconds: number;
}

/**
 * `node:0/nic:2@0.01+3`: down from 0.01 s on, for 3 s; `leaf:3=0.5@0+3` has half its rate left meanwhile.
 * What is no number is NaN, which `checkFlaps` reports.
 */
export function parseFlap(text: string): Flap {
  const at = text.lastIndexOf('@');
  const [start, duration, ...more] = text
    .slice(at + 1)
    .split('+')
    .map((written) => (/^\d*\.?\d+(e-?\d+)?$/i.test(written) ? Number(written) : NaN));
  const timed = at >= 0 && duration !== undefined && more.length === 0;
  return {
    ...parseFault(at < 0 ? text : text.slice(0, at)),
    startSeconds: timed && start !== undefined ? start : NaN,
    durationSeconds: timed ? duration : NaN,
  };
}

export function checkFlaps(graph: FabricGraph, flaps: readonly Flap[], issues: IssueList): void {
  checkFaults(graph, flaps, issues);
  flaps.forEach(({ startSeconds, durationSeconds }, i) =>
    issues
      .at(i)
      .require(
        startSeconds >= 0 && durationSeconds > 0 && startSeconds + durationSeconds < Infinity,
        'no-time',
        'A flap must have a start and a positive duration in seconds.',
        'Use a form such as node:0/nic:2@0.01+3: down from 0.01 s on, for 3 s.',
      ),
  );
}

export const transfersUnderFlaps = (
  fabric: Fabric,
  transfers: readonly Transfer[],
  flaps: readonly Flap[],
  options: FlapOptions,
): FlapOutcome => playFlaps(fabric, transfers, flaps, options, routedAtFirst(fabric, transfers, options));

/** With the flaps and without them, routed once. */
export function withAndWithoutFlaps(
  fabric: Fabric,
  transfers: readonly Transfer[],
  flaps: readonly Flap[],
  options: FlapOptions,
): { readonly disturbed: FlapOutcome; readonly calm: FlapOutcome } {
  const atFirst = routedAtFirst(fabric, transfers, options);
  return {
    disturbed: playFlaps(fabric, transfers, flaps, options, atFirst),
    calm: playFlaps(fabric, transfers, [], options, atFirst),
  };
}

/** Transfers routed while these flaps are known. */
interface Routed {
  readonly known: readonly Flap[];
  readonly transfers: RoutedTransfers;
}

function routedAtFirst(fabric: Fabric, transfers: readonly Transfer[], options: FlapOptions): Routed {
  const whole = Float64Array.from(transfers, ({ bytes }) => bytes);
  return { known: [], transfers: new RoutedTransfers(fabric, fabric, transfers, whole, options) };
}

function playFlaps(
  fabric: Fabric,
  transfers: readonly Transfer[],
  flaps: readonly Flap[],
  options: FlapOptions,
  atFirst: Routed,
): FlapOutcome {
  const { rerouteSeconds } = options;
  const progress: Progress = {
    left: Float64Array.from(transfers, ({ bytes }) => bytes),
    finish: new Float64Array(transfers.length).fill(Infinity),
    stalled: new Float64Array(transfers.length),
  };
  let longestStallSeconds = 0;
  const moments = boundaries(flaps, rerouteSeconds);
  let routed = atFirst;
  for (let i = 0; i < moments.length && progress.left.some((bytes) => bytes > 0); i += 1) {
    const from = moments[i];
    const down = flaps.filter(
      (flap) => flap.startSeconds <= from && from < flap.startSeconds + flap.durationSeconds,
    );
    const known = down.filter((flap) => flap.startSeconds + rerouteSeconds <= from);
    if (!same(routed.known, known))
      routed = {
        known,
        transfers: new RoutedTransfers(fabric, under(fabric, known), transfers, progress.left, options),
      };
    runEpoch(routed.transfers, progress, {
      from,
      to: moments[i + 1] ?? Infinity,
      actual: under(fabric, down).capacity,
    });
    longestStallSeconds = progress.stalled.reduce(
      (most, seconds) => Math.max(most, seconds),
      longestStallSeconds,
    );
  }
  return {
    finish: progress.finish,
    seconds: progress.finish.reduce((last, end) => Math.max(last, end), 0),
    longestStallSeconds,
  };
}

const same = (a: readonly Flap[], b: readonly Flap[]): boolean =>
  a.length === b.length && a.every((flap, i) => flap === b[i]);

/** The fabric while these are down too. */
function under(fabric: Fabric, faults: readonly FabricFault[]): Fabric {
  return faults.length === 0
    ? fabric
    : fabric.withCapacity(capacityUnder(fabric.graph, faults, fabric.capacity));
}

/** Moments at which capacities or routes change, ascending, from 0. */
function boundaries(flaps: readonly Flap[], rerouteSeconds: number): number[] {
  const moments = new Set([0]);
  for (const { startSeconds, durationSeconds } of flaps) {
    moments.add(startSeconds);
    moments.add(startSeconds + durationSeconds);
    if (rerouteSeconds < durationSeconds) moments.add(startSeconds + rerouteSeconds);
  }
  return [...moments].filter((moment) => moment < Infinity).sort((a, b) => a - b);
}

/** [transfers] bytes that are left, when the last arrived, and for how long nothing has. */
interface Progress {
  readonly left: Float64Array;
  readonly finish: Float64Array;
  readonly stalled: Float64Array;
}

/** Transfers over the routes of one state of the network, which hold until it has another. */
class RoutedTransfers {
  /** [flows] transfer of each. */
  readonly sent: readonly number[];
  /** Of one byte each, at the rates of the network as built. */
  private readonly set: FlowSet;
  private readonly linkOf: Int32Array;
  private readonly asBuilt: Float64Array;

  /** @param known the network as routes are made for it @param left [transfers] bytes; 0 is done */
  constructor(
    fabric: Fabric,
    known: Fabric,
    transfers: readonly Transfer[],
    left: Float64Array,
    options: FlapOptions,
  ) {
    this.asBuilt = fabric.graph.linkCapacity;
    const traffic = new Traffic(known, { ...options, everyHop: true, capacity: this.asBuilt });
    const sent: number[] = [];
    transfers.forEach(({ ways }, t) => {
      if (left[t] === 0) return;
      let routes = ways(known);
      // Without a route a transfer waits on the one that it had.
      if (routes.includes(undefined)) {
        const before = ways(fabric);
        routes = routes.map((route, leg) => route ?? before[leg]);
      }
      traffic.sendOver(routes, 1);
      sent.push(t);
    });
    const { flows, linkOf } = traffic.build();
    this.set = flows;
    this.linkOf = linkOf;
    this.sent = sent;
  }

  /** The flows with what each transfer has left, at what the links of the graph can carry. */
  flows(left: Float64Array, actual: Float64Array): FlowSet {
    const { set, linkOf, asBuilt, sent } = this;
    return {
      ...set,
      bytes: set.bytes.map((unit, flow) => unit * left[sent[flow]]),
      capacity: set.capacity.map((rate, link) => (rate * actual[linkOf[link]]) / asBuilt[linkOf[link]]),
    };
  }
}

interface Epoch {
  readonly from: number;
  readonly to: number;
  /** [links of the graph] what they can carry, bytes/s. */
  readonly actual: Float64Array;
}

/** Between two boundaries: routes by what is known to be down, rates by what is down. */
function runEpoch(
  transfers: RoutedTransfers,
  { left, finish, stalled }: Progress,
  { from, to, actual }: Epoch,
): void {
  const set = transfers.flows(left, actual);
  const result = simulateFlows(set, { until: to - from });
  transfers.sent.forEach((t, flow) => {
    if (left[t] === 0) return;
    if (result.left[flow] === set.bytes[flow]) stalled[t] += to === Infinity ? Infinity : to - from;
    else stalled[t] = 0;
    left[t] = result.finish[flow] < Infinity ? 0 : (left[t] * result.left[flow]) / set.bytes[flow];
    if (left[t] === 0) finish[t] = from + result.finish[flow];
  });
}
