/**
 * Links that fail and come back while messages are under way. When something fails, messages over it stand still until their
 * senders have taken another way (`rerouteSeconds` later) or until it comes back, whichever is sooner; from then on they
 * take what the router finds: other uplinks, or the node's surviving NICs. Whoever waits longer than the retry window loses
 * its connection, and the job (failures.md 2.5): `longestStallSeconds` is there to be compared with it.
 */
import { Fabric } from '../collectives/fabric.js';
import { Traffic } from '../collectives/traffic.js';
import { simulateFlows } from '../flows/index.js';
import { capacityUnder, type FabricFault } from './fabric-fault.js';

export interface Flap extends FabricFault {
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

export interface Message {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

export interface FlapOutcome {
  /** [messages] seconds at which the last byte of each arrives; Infinity when it never does. */
  readonly finish: Float64Array;
  readonly seconds: number;
  /** Longest time that one message stood still. */
  readonly longestStallSeconds: number;
}

/** `rerouteSeconds`: from a failure to the moment traffic takes another way; Infinity: it waits for the link. */
export function messagesUnderFlaps(fabric: Fabric, messages: readonly Message[], flaps: readonly Flap[], rerouteSeconds: number): FlapOutcome {
  const finish = new Float64Array(messages.length).fill(Infinity);
  const left = Float64Array.from(messages, (message) => message.bytes);
  const stalled = new Float64Array(messages.length);
  let longestStallSeconds = 0;
  const moments = boundaries(flaps, rerouteSeconds);
  moments.forEach((from, i) => {
    const to = moments[i + 1] ?? Infinity;
    const down = flaps.filter((flap) => flap.startSeconds <= from && from < flap.startSeconds + flap.durationSeconds);
    const known = down.filter((flap) => flap.startSeconds + rerouteSeconds <= from);
    runEpoch(fabric, messages, left, finish, from, to, capacityUnder(fabric.graph, known), capacityUnder(fabric.graph, down), stalled);
    longestStallSeconds = stalled.reduce((most, seconds) => Math.max(most, seconds), longestStallSeconds);
  });
  return { finish, seconds: finish.reduce((last, end) => Math.max(last, end), 0), longestStallSeconds };
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

/** Between two boundaries: routes by what is known to be down, rates by what is down. */
function runEpoch(
  fabric: Fabric, messages: readonly Message[], left: Float64Array, finish: Float64Array, from: number, to: number,
  known: Float64Array, actual: Float64Array, stalled: Float64Array,
): void {
  const traffic = new Traffic(new Fabric(fabric.spec, { graph: fabric.graph, routing: fabric.routing, pxn: fabric.pxn, capacity: known }), { everyHop: true, capacity: actual });
  const sent: number[] = [];
  messages.forEach((message, m) => {
    if (left[m] === 0) return;
    traffic.send(message.from, message.to, left[m]!);
    sent.push(m);
  });
  if (sent.length === 0) return;
  const set = traffic.build().flows;
  const result = simulateFlows(set, { until: to - from });
  sent.forEach((m, flow) => {
    if (result.left[flow] === left[m]) stalled[m]! += to === Infinity ? Infinity : to - from;
    else stalled[m] = 0;
    left[m] = result.finish[flow]! < Infinity ? 0 : result.left[flow]!;
    if (left[m] === 0) finish[m] = from + result.finish[flow]!;
  });
}
