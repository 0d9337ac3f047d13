/**
 * Symmetry classes: flows and links that nothing tells apart. Classes form an equitable partition: links of a
 * class have one capacity and each carries the same demand of every class of flows; flows of a class have the
 * same size, start and cap, and cross links of the same classes in the same order. The mean of max-min fair
 * rates over the flows of a class then loads no link more and leaves nobody worse off, and max-min fair rates
 * are unique, so all flows of a class have one rate, at every moment, and one flow stands for them.
 *
 * Found by colour refinement (Berkholz, Bonsma and Grohe, Theory of Computing Systems 60, 2017), from links
 * sorted by capacity and by what all flows demand of them. A round reads every hop once: flows are sorted by
 * the classes of links on their paths, with hashes for colours and each held against the first of its class,
 * and demand is added up. Where the links of every class have the same demand the classes are found; else
 * they fall apart by it, and another round follows.
 */
import { ColourClasses } from './colour-classes.js';
import { type FlowSet } from './flow-set.js';
import { mix, mixDouble } from './word-hash.js';

export interface SymmetryClasses {
  /** [flows] class of each flow. */
  readonly classOf: Int32Array;
  /** A flow for each class, over a link for each class of links. */
  readonly quotient: FlowSet;
}

/** Of fewer flows every one is followed: looking for classes costs more. */
const LEAST_FLOWS = 1024;
/** More kinds of flows by size, start and cap than this are no symmetry worth the search. */
const MOST_KINDS = 64;
/** Classes of links, and flows to each class, beyond which the search is given up; so is a larger table. */
const MOST_LINK_CLASSES = 256;
const FLOWS_A_CLASS = 16;
const MOST_DEMANDS = 8_388_608;
/** Classes of flows up to which a table of their demands is made in every round. */
const FEW_CLASSES = 32;
/** Refinements after which what has not settled is given up: as many as a short path has hops, twice. */
const MOST_ROUNDS = 16;
/** Longer paths than this are taken together in guesses. */
const LONG_PATH = 32;
/** Relative difference of sums of shares that were added in another order. */
const ROUNDING = 1e-12;
/** Links fall apart by demands in these units: sums of shares of 1/k lie far from where they round. */
const DEMAND_UNIT = 1 / 1_048_576;
/** Of hashes: zeros hashed from 0 are 0, however many. */
const SEED = 0x2545f491;

/** Undefined where there are too many classes to gain anything. `sprayed`: some share is not 1. */
export function symmetryClasses(set: FlowSet, sprayed: boolean): SymmetryClasses | undefined {
  if (set.bytes.length < LEAST_FLOWS) return undefined;
  const kinds = kindsOf(set);
  if (kinds === undefined) return undefined;
  const kindly = { ...set, sprayed, kinds };
  const load = demandOfAll(kindly);
  let links = linksBy(set, (link) => mix(mixDouble(SEED, set.capacity[link]), inUnits(load[link])));
  for (let round = 0; links !== undefined && round < MOST_ROUNDS; round += 1) {
    const flows = flowsBy(kindly, links, FEW_CLASSES);
    if (flows === undefined) return symmetryOfMany(kindly, links);
    if (demandsMatch(set, links, flows)) return classesOf(set, flows, links);
    links = fallenApart(set, links, flows);
  }
  return undefined;
}

/** A set, with what is known of its flows. */
interface KindlyFlowSet extends FlowSet {
  readonly sprayed: boolean;
  readonly kinds: Uint8Array;
}

/** Of more classes a table of demands costs too much in every round: links fall apart by sums of hashes. */
function symmetryOfMany(set: KindlyFlowSet, from: LinkClasses): SymmetryClasses | undefined {
  let links = from;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const refined = fallenApartByHash(set, links);
    if (refined === undefined) return undefined;
    const isSettled = refined.first.length === links.first.length;
    links = refined;
    if (!isSettled) continue;
    const flows = flowsBy(set, links, Math.floor(MOST_DEMANDS / set.capacity.length));
    if (flows === undefined || !demandsMatch(set, links, flows)) return undefined;
    return classesOf(set, flows, links);
  }
  return undefined;
}

function fallenApartByHash(set: KindlyFlowSet, links: LinkClasses): LinkClasses | undefined {
  const sum = new Int32Array(set.capacity.length);
  for (let flow = 0; flow < set.kinds.length; flow += 1) {
    const colour = colourOf(set, links, flow);
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      sum[set.pathLink[hop]] += set.sprayed ? mixDouble(colour, set.pathShare[hop]) : colour;
  }
  return linksBy(set, (link) => mix(mix(SEED, links.of[link]), sum[link]));
}

const classesOf = (set: FlowSet, flows: FlowClasses, links: LinkClasses): SymmetryClasses => ({
  classOf: flows.of,
  quotient: quotientOf(set, flows, links),
});

/** [links] what all flows demand: the links of a class have the same of each class of flows, so of all. */
function demandOfAll({ capacity, pathLink, pathShare, sprayed }: KindlyFlowSet): Float64Array {
  const demand = new Float64Array(capacity.length);
  if (sprayed) for (let hop = 0; hop < pathLink.length; hop += 1) demand[pathLink[hop]] += pathShare[hop];
  else for (let hop = 0; hop < pathLink.length; hop += 1) demand[pathLink[hop]] += 1;
  return demand;
}

const inUnits = (demand: number): number => Math.round(demand / DEMAND_UNIT);

/** [flows] kind, by size, start and cap, undefined for many. */
function kindsOf({ bytes, startTime, rateCap }: FlowSet): Uint8Array | undefined {
  const kind = new Uint8Array(bytes.length);
  const kinds = new ColourClasses(MOST_KINDS);
  for (let flow = 0; flow < bytes.length; flow += 1) {
    if (flow > 0 && sameKind(flow, flow - 1)) {
      kind[flow] = kind[flow - 1];
      continue;
    }
    const colour = mixDouble(mixDouble(mixDouble(0, bytes[flow]), startTime[flow]), rateCap[flow]);
    const own = kinds.of(colour, flow);
    if (own < 0 || !sameKind(flow, kinds.first[own])) return undefined;
    kind[flow] = own;
  }
  return kind;

  function sameKind(one: number, other: number): boolean {
    return (
      bytes[one] === bytes[other] && startTime[one] === startTime[other] && rateCap[one] === rateCap[other]
    );
  }
}

interface LinkClasses {
  /** [links] class of each. */
  readonly of: Uint8Array;
  /** [classes] first link. */
  readonly first: readonly number[];
}

/** Links of equal colour; undefined for too many. */
function linksBy({ capacity }: FlowSet, colourOf: (link: number) => number): LinkClasses | undefined {
  const of = new Uint8Array(capacity.length);
  const classes = new ColourClasses(MOST_LINK_CLASSES);
  for (let link = 0; link < of.length; link += 1) {
    const own = classes.of(colourOf(link), link);
    if (own < 0) return undefined;
    of[link] = own;
  }
  return { of, first: classes.first };
}

interface FlowClasses {
  /** [flows] class of each. */
  readonly of: Int32Array;
  /** [classes] first flow. */
  readonly first: readonly number[];
  /** [classes][links] what the flows of a class demand of a link, per byte/s of one. */
  readonly demand: readonly Float64Array[];
}

/** Flows by kind and by the classes of links that they cross; undefined for more classes than `most`. */
function flowsBy(set: KindlyFlowSet, links: LinkClasses, most: number): FlowClasses | undefined {
  const { capacity, pathStart, pathLink, pathShare, sprayed, kinds } = set;
  const of = new Int32Array(kinds.length);
  const classes = new ColourClasses(Math.min(most, of.length / FLOWS_A_CLASS));
  const { first } = classes;
  /** [hops] class of the last flow with as many: most often the next one's. */
  const likely = new Int32Array(LONG_PATH).fill(-1);
  const demand: Float64Array[] = [];
  for (let flow = 0; flow < of.length; flow += 1) {
    const from = pathStart[flow];
    const to = pathStart[flow + 1];
    const length = Math.min(to - from, LONG_PATH - 1);
    let own = likely[length];
    if (own < 0 || !alike(set, links.of, flow, first[own])) {
      own = classes.of(colourOf(set, links, flow), flow);
      if (own < 0 || !alike(set, links.of, flow, first[own])) return undefined;
      likely[length] = own;
      if (own === demand.length) demand.push(new Float64Array(capacity.length));
    }
    of[flow] = own;
    const row = demand[own];
    if (sprayed) for (let hop = from; hop < to; hop += 1) row[pathLink[hop]] += pathShare[hop];
    else for (let hop = from; hop < to; hop += 1) row[pathLink[hop]] += 1;
  }
  return { of, first, demand };
}

/** By kind, and classes of links and shares along the path. */
function colourOf(set: KindlyFlowSet, { of }: LinkClasses, flow: number): number {
  const { pathStart, pathLink, pathShare, sprayed } = set;
  let colour = mix(SEED, set.kinds[flow]);
  for (let hop = pathStart[flow]; hop < pathStart[flow + 1]; hop += 1) {
    colour = mix(colour, of[pathLink[hop]]);
    if (sprayed) colour = mixDouble(colour, pathShare[hop]);
  }
  return colour;
}

/** Whether two flows are of one kind and cross links of the same classes in the same order. */
function alike(set: KindlyFlowSet, classOf: Uint8Array, flow: number, one: number): boolean {
  const { pathStart, pathLink, pathShare, sprayed, kinds } = set;
  const from = pathStart[flow];
  const to = pathStart[flow + 1];
  const shift = pathStart[one] - from;
  if (kinds[flow] !== kinds[one] || to + shift !== pathStart[one + 1]) return false;
  for (let hop = from; hop < to; hop += 1)
    if (classOf[pathLink[hop]] !== classOf[pathLink[hop + shift]]) return false;
  if (!sprayed) return true;
  for (let hop = from; hop < to; hop += 1) if (pathShare[hop] !== pathShare[hop + shift]) return false;
  return true;
}

/** Whether links of a class have the same capacity and the same demand of every class of flows. */
function demandsMatch({ capacity }: FlowSet, { of, first }: LinkClasses, { demand }: FlowClasses): boolean {
  for (let link = 0; link < of.length; link += 1)
    if (capacity[link] !== capacity[first[of[link]]]) return false;
  for (const row of demand)
    for (let link = 0; link < of.length; link += 1) {
      const there = row[first[of[link]]];
      if (row[link] !== there && Math.abs(row[link] - there) > ROUNDING * there) return false;
    }
  return true;
}

/** Links by class and demand; undefined for too many. */
function fallenApart(set: FlowSet, links: LinkClasses, { demand }: FlowClasses): LinkClasses | undefined {
  const colour = new Int32Array(set.capacity.length);
  for (let link = 0; link < colour.length; link += 1) colour[link] = mix(SEED, links.of[link]);
  for (const row of demand)
    for (let link = 0; link < colour.length; link += 1) colour[link] = mix(colour[link], inUnits(row[link]));
  return linksBy(set, (link) => colour[link]);
}

/** Demands in proportion to the largest on a link, as shares are at most 1. */
function quotientOf(set: FlowSet, flows: FlowClasses, links: LinkClasses): FlowSet {
  const classes = flows.first.length;
  const { demand } = flows;
  const largest = links.first.map((link) => demand.reduce((most, row) => Math.max(most, row[link]), 0));
  const pathStart = new Int32Array(classes + 1);
  const pathLink: number[] = [];
  const pathShare: number[] = [];
  flows.first.forEach((flow, own) => {
    const crossed = new Set(set.pathLink.subarray(set.pathStart[flow], set.pathStart[flow + 1]));
    for (const link of new Set(Array.from(crossed, (one) => links.of[one]))) {
      pathLink.push(link);
      pathShare.push(demand[own][links.first[link]] / largest[link]);
    }
    pathStart[own + 1] = pathLink.length;
  });
  const ofFirst = (values: Float64Array): Float64Array =>
    Float64Array.from(flows.first, (flow) => values[flow]);
  return {
    capacity: Float64Array.from(links.first, (link, own) =>
      largest[own] > 0 ? set.capacity[link] / largest[own] : set.capacity[link],
    ),
    pathStart,
    pathLink: Int32Array.from(pathLink),
    pathShare: Float64Array.from(pathShare),
    bytes: ofFirst(set.bytes),
    startTime: ofFirst(set.startTime),
    rateCap: ofFirst(set.rateCap),
    trafficClass: new Uint8Array(classes),
  };
}
