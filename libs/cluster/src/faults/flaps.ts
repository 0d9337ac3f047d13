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
import { simulateFlows } from '../flows/index.js';
import { type FabricGraph } from '../topology/index.js';
import { capacityUnder, checkFaults, type FabricFault, parseFault } from './fabric-fault.js';

export interface Flap extends FabricFault {
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/**
 * A message, which has one leg, or a pipeline (a ring, a tree) that moves over all of its legs at one rate.
 */
export interface Transfer {
  readonly legs: readonly Leg[];
  readonly bytes: number;
}

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

export function transfersUnderFlaps(
  fabric: Fabric,
  transfers: readonly Transfer[],
  flaps: readonly Flap[],
  options: FlapOptions,
): FlapOutcome {
  const { rerouteSeconds } = options;
  const progress: Progress = {
    left: Float64Array.from(transfers, ({ bytes }) => bytes),
    finish: new Float64Array(transfers.length).fill(Infinity),
    stalled: new Float64Array(transfers.length),
  };
  let longestStallSeconds = 0;
  const moments = boundaries(flaps, rerouteSeconds);
  moments.forEach((from, i) => {
    const down = flaps.filter(
      (flap) => flap.startSeconds <= from && from < flap.startSeconds + flap.durationSeconds,
    );
    const known = down.filter((flap) => flap.startSeconds + rerouteSeconds <= from);
    runEpoch(fabric, transfers, progress, {
      from,
      to: moments[i + 1] ?? Infinity,
      known: under(fabric, known),
      actual: under(fabric, down).capacity,
      options,
    });
    longestStallSeconds = progress.stalled.reduce(
      (most, seconds) => Math.max(most, seconds),
      longestStallSeconds,
    );
  });
  return {
    finish: progress.finish,
    seconds: progress.finish.reduce((last, end) => Math.max(last, end), 0),
    longestStallSeconds,
  };
}

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

interface Epoch {
  readonly from: number;
  readonly to: number;
  /** The fabric as routes are made for it, and what its links can carry. */
  readonly known: Fabric;
  readonly actual: Float64Array;
  readonly options: FlapOptions;
}

/** Between two boundaries: routes by what is known to be down, rates by what is down. */
function runEpoch(
  fabric: Fabric,
  transfers: readonly Transfer[],
  { left, finish, stalled }: Progress,
  { from, to, known, actual, options }: Epoch,
): void {
  const traffic = new Traffic(known, { ...options, everyHop: true, capacity: actual });
  const sent: number[] = [];
  // Without a route a transfer waits on the one that it had.
  const routeOf = (leg: Leg) =>
    known.router.route(leg.from, leg.to, leg.queuePair) ??
    fabric.router.route(leg.from, leg.to, leg.queuePair);
  transfers.forEach(({ legs }, t) => {
    if (left[t] === 0) return;
    traffic.sendOver(legs.map(routeOf), left[t]);
    sent.push(t);
  });
  if (sent.length === 0) return;
  const set = traffic.build().flows;
  const result = simulateFlows(set, { until: to - from });
  sent.forEach((t, flow) => {
    if (result.left[flow] === set.bytes[flow]) stalled[t] += to === Infinity ? Infinity : to - from;
    else stalled[t] = 0;
    left[t] = result.finish[flow] < Infinity ? 0 : (left[t] * result.left[flow]) / set.bytes[flow];
    if (left[t] === 0) finish[t] = from + result.finish[flow];
  });
}
