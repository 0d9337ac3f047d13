/**
 * Links that divide their rate evenly over the kinds of traffic that want it, then max-min fairly over the
 * flows of each kind (VOQ, traffic classes with equal weights). To a kind a link is one of the rate that it
 * is offered: all that the other kinds leave, and no less than an even part. What they leave depends on what
 * they are offered, so offers and rates are a fixed point: each kind's rates are max-min fair at its offers,
 * and each offer is what the rates of the others leave. Then no link is over its rate, any flow that could
 * use more finds a full link on which no flow of its kind has more and its kind has no less than an even
 * part, and a kind whose flows have one size takes at most as many times its time alone as there are kinds.
 *
 * One always exists, since rates are continuous in offers, and is found by putting one into the other from
 * even parts. It can be one of many: two flows of two kinds over the same two full links, each sharing
 * another link with its own kind, may divide them in any proportion between the two even ones. From even
 * parts, and halfway from one round to the next where rounds alternate, such flows come to the middle.
 */
import { type FlowSet, FlowSetBuilder, simulateFlows } from '../flows/index.js';

/** Rounds that take offers as they come, and all rounds: the later ones go halfway. */
const DIRECT_ROUNDS = 30;
const ROUNDS = 200;
/** Of a link's rate: offers that differ by less are the same. */
const TOLERANCE = 1e-9;
/** Ends within this part of the elapsed time share a division, that of the first of them. */
const BATCHING = 1 / 256;

/** [flows] seconds at which each flow of a set ends, its kind being its traffic class; all start at 0. */
export function finishInQueues(set: FlowSet, kinds: number): Float64Array {
  const finish = new Float64Array(set.bytes.length).fill(Infinity);
  const left = set.bytes.slice();
  const offers = evenOffers(set, kinds);
  let running = [...set.bytes.keys()];
  let now = 0;
  while (running.some((flow) => set.trafficClass[flow] !== set.trafficClass[running[0]])) {
    const rates = settledRates(set, running, offers);
    const first = running.reduce((soonest, flow) => Math.min(soonest, left[flow] / rates[flow]), Infinity);
    if (first === Infinity) return finish;
    const within = first + BATCHING * (now + first);
    const ended = running.filter((flow) => left[flow] / rates[flow] <= within);
    const span = ended.reduce((last, flow) => Math.max(last, left[flow] / rates[flow]), 0);
    for (const flow of running) left[flow] -= rates[flow] * span;
    for (const flow of ended) finish[flow] = now + (left[flow] + rates[flow] * span) / rates[flow];
    now += span;
    running = running.filter((flow) => finish[flow] === Infinity);
  }
  simulateFlows(subset(set, running, set.capacity, left)).finish.forEach((end, i) => {
    finish[running[i]] = now + end;
  });
  return finish;
}

/** [flows] bytes/s of each flow while all of a set run. */
export const ratesInQueues = (set: FlowSet, kinds: number): Float64Array =>
  settledRates(set, [...set.bytes.keys()], evenOffers(set, kinds));

/** [kinds][links] bytes/s that a kind is offered. */
type Offers = readonly Float64Array[];

/** Every kind that crosses a link at all has an even part of it. */
function evenOffers(set: FlowSet, kinds: number): Offers {
  const crosses = Array.from({ length: kinds }, () => new Uint8Array(set.capacity.length));
  for (let flow = 0; flow < set.bytes.length; flow += 1) {
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      crosses[set.trafficClass[flow]][set.pathLink[hop]] = 1;
  }
  return crosses.map(() =>
    set.capacity.map(
      (rate, link) =>
        rate /
        Math.max(
          1,
          crosses.reduce((count, of) => count + of[link], 0),
        ),
    ),
  );
}

/** [flows] rates of those that run; brings `offers` to their fixed point. */
function settledRates(set: FlowSet, running: readonly number[], offers: Offers): Float64Array {
  const rates = new Float64Array(set.bytes.length);
  const ofKind = offers.map((_, kind) => running.filter((flow) => set.trafficClass[flow] === kind));
  const used = offers.map((offer) => new Float64Array(offer.length));
  for (let round = 0; round < ROUNDS; round += 1) {
    ofKind.forEach((flows, kind) => {
      maxMinRates(set, flows, offers[kind]).forEach((rate, i) => {
        rates[flows[i]] = rate;
      });
      addUp(set, flows, rates, used[kind].fill(0));
    });
    if (!improve(set.capacity, offers, used, round < DIRECT_ROUNDS ? 1 : 1 / 2)) break;
  }
  return fitted(set, running, rates, used);
}

/** [flows] bytes/s: what each sends in a second, of so many bytes that none ends. */
function maxMinRates(set: FlowSet, flows: readonly number[], offer: Float64Array): Float64Array {
  const plenty = new Float64Array(set.bytes.length);
  for (const flow of flows) {
    let most = Infinity;
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      most = Math.min(most, set.capacity[set.pathLink[hop]] / set.pathShare[hop]);
    plenty[flow] = 2 * most;
  }
  const some = subset(set, flows, offer, plenty);
  const { left } = simulateFlows(some, { until: 1 });
  return some.bytes.map((bytes, i) => bytes - left[i]);
}

function subset(
  set: FlowSet,
  flows: readonly number[],
  capacity: Float64Array,
  bytes: Float64Array,
): FlowSet {
  const builder = new FlowSetBuilder(capacity);
  for (const flow of flows) {
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      builder.hop(set.pathLink[hop], set.pathShare[hop]);
    builder.add(bytes[flow], { rateCap: set.rateCap[flow] });
  }
  return builder.build();
}

function addUp(set: FlowSet, flows: readonly number[], rates: Float64Array, into: Float64Array): void {
  for (const flow of flows) {
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      into[set.pathLink[hop]] += rates[flow] * set.pathShare[hop];
  }
}

/** Moves offers a `step` of the way to what rates leave; false when that would change no rate. */
function improve(capacity: Float64Array, offers: Offers, used: Offers, step: number): boolean {
  let changes = false;
  for (let link = 0; link < capacity.length; link += 1) {
    const now = used.map((of) => of[link]);
    offers.forEach((offer, kind) => {
      const next = leftBy(now, kind, capacity[link]);
      const margin = TOLERANCE * capacity[link];
      const decides = now[kind] >= offer[link] - margin;
      changes ||= decides ? Math.abs(next - offer[link]) > margin : next < now[kind] - margin;
      offer[link] += step * (next - offer[link]);
    });
  }
  return changes;
}

/**
 * What the others leave of a link to one kind: the most that all of them would have, were each held to it.
 */
function leftBy(used: readonly number[], kind: number, capacity: number): number {
  const others = used.filter((_, other) => other !== kind).sort((a, b) => a - b);
  let rest = capacity;
  for (let i = 0; i < others.length; i += 1) {
    const even = rest / (others.length - i + 1);
    if (others[i] > even) return even;
    rest -= others[i];
  }
  return rest;
}

/** Where rounds were too few, or rounded, no link is over its rate all the same. */
function fitted(set: FlowSet, running: readonly number[], rates: Float64Array, used: Offers): Float64Array {
  const over = set.capacity.map((capacity, link) =>
    Math.max(1, used.reduce((sum, of) => sum + of[link], 0) / (capacity > 0 ? capacity : Infinity)),
  );
  for (const flow of running) {
    let most = 1;
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      most = Math.max(most, over[set.pathLink[hop]]);
    rates[flow] /= most;
  }
  return rates;
}
