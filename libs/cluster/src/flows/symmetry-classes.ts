/**
 * Symmetry classes: flows and links that nothing tells apart. Classes form an equitable partition: links of a
 * class have one capacity and each carries the same demand of every class of flows; flows of a class have the
 * same size, start and cap, and cross links of the same classes in the same order. The mean of max-min fair
 * rates over the flows of a class then loads no link more and leaves nobody worse off, and max-min fair rates
 * are unique, so all flows of a class have one rate, at every moment, and one flow stands for them.
 *
 * Found by colour refinement (Berkholz, Bonsma and Grohe, Theory of Computing Systems 60, 2017) with hashes
 * for colours; what they yield is checked by itself.
 */
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
/** Classes of links, and flows to each class, beyond which the search is given up. */
const MOST_LINK_CLASSES = 256;
const FLOWS_A_CLASS = 16;
/** Refinements after which what has not settled is given up: as many as a short path has hops, twice. */
const MOST_ROUNDS = 16;
/** Relative difference of sums of shares that were added in another order. */
const ROUNDING = 1e-12;

/** Undefined where there are too many classes to gain anything. */
export function symmetryClasses(set: FlowSet): SymmetryClasses | undefined {
  if (set.bytes.length < LEAST_FLOWS) return undefined;
  const flowColour = kindColours(set);
  if (flowColour === undefined) return undefined;
  const linkColour = new Int32Array(set.capacity.length);
  for (let link = 0; link < linkColour.length; link += 1) linkColour[link] = mixDouble(1, set.capacity[link]);
  if (!refine(set, flowColour, linkColour)) return undefined;
  const flows = numbered(flowColour, set.bytes.length / FLOWS_A_CLASS);
  const links = numbered(linkColour, MOST_LINK_CLASSES);
  if (flows === undefined || links === undefined || !flowsMatch(set, flows, links)) return undefined;
  const demand = demands(set, flows, links);
  return demand === undefined
    ? undefined
    : { classOf: flows.of, quotient: quotientOf(set, flows, links, demand) };
}

/** Colours by size, start and cap; undefined for many. */
function kindColours({ bytes, startTime, rateCap }: FlowSet): Int32Array | undefined {
  const colour = new Int32Array(bytes.length);
  const kinds = new Set<number>();
  for (let flow = 0; flow < bytes.length; flow += 1) {
    if (
      flow > 0 &&
      bytes[flow] === bytes[flow - 1] &&
      startTime[flow] === startTime[flow - 1] &&
      rateCap[flow] === rateCap[flow - 1]
    ) {
      colour[flow] = colour[flow - 1];
      continue;
    }
    colour[flow] = mixDouble(mixDouble(mixDouble(0, bytes[flow]), startTime[flow]), rateCap[flow]);
    kinds.add(colour[flow]);
    if (kinds.size > MOST_KINDS) return undefined;
  }
  return colour;
}

/**
 * Refines both colourings by each other until no class of links falls apart; false when there are too many.
 */
function refine(
  { pathStart, pathLink, pathShare }: FlowSet,
  flowColour: Int32Array,
  linkColour: Int32Array,
): boolean {
  const sum = new Int32Array(linkColour.length);
  let before = countDistinct(linkColour);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    sum.fill(0);
    for (let flow = 0; flow < flowColour.length; flow += 1) {
      const from = pathStart[flow];
      const to = pathStart[flow + 1];
      let colour = flowColour[flow];
      for (let hop = from; hop < to; hop += 1) {
        colour = mix(colour, linkColour[pathLink[hop]]);
        if (pathShare[hop] !== 1) colour = mixDouble(colour, pathShare[hop]);
      }
      flowColour[flow] = colour;
      for (let hop = from; hop < to; hop += 1)
        sum[pathLink[hop]] += pathShare[hop] === 1 ? colour : mixDouble(colour, pathShare[hop]);
    }
    for (let link = 0; link < linkColour.length; link += 1)
      linkColour[link] = mix(linkColour[link], sum[link]);
    const now = countDistinct(linkColour);
    if (now === before) return true;
    if (now > MOST_LINK_CLASSES) return false;
    before = now;
  }
  return false;
}

const countDistinct = (colours: Int32Array): number =>
  numbered(colours, MOST_LINK_CLASSES)?.first.length ?? MOST_LINK_CLASSES + 1;

interface Numbered {
  /** [members] class of each. */
  readonly of: Int32Array;
  /** [classes] first member. */
  readonly first: readonly number[];
}

/** Classes of equal colour, numbered by first appearance; undefined for more than `most`. */
function numbered(colour: Int32Array, most: number): Numbered | undefined {
  const of = new Int32Array(colour.length);
  const classOf = new Map<number, number>();
  const first: number[] = [];
  let last = 0;
  let lastClass = -1;
  for (let member = 0; member < colour.length; member += 1) {
    if (lastClass < 0 || colour[member] !== last) {
      last = colour[member];
      lastClass = classOf.get(last) ?? first.length;
      if (lastClass === first.length) {
        if (first.length >= most) return undefined;
        classOf.set(last, lastClass);
        first.push(member);
      }
    }
    of[member] = lastClass;
  }
  return { of, first };
}

/** Whether flows of a class are of one kind and cross links of the same classes in the same order. */
function flowsMatch(set: FlowSet, flows: Numbered, links: Numbered): boolean {
  const { pathStart, pathLink, pathShare, bytes, startTime, rateCap } = set;
  const { of, first } = flows;
  for (let flow = 0; flow < bytes.length; flow += 1) {
    const one = first[of[flow]];
    const from = pathStart[flow];
    const shift = pathStart[one] - from;
    const length = pathStart[flow + 1] - from;
    if (
      bytes[flow] !== bytes[one] ||
      startTime[flow] !== startTime[one] ||
      rateCap[flow] !== rateCap[one] ||
      length !== pathStart[one + 1] - pathStart[one]
    )
      return false;
    for (let hop = from; hop < from + length; hop += 1)
      if (
        links.of[pathLink[hop]] !== links.of[pathLink[hop + shift]] ||
        pathShare[hop] !== pathShare[hop + shift]
      )
        return false;
  }
  return true;
}

/**
 * [link classes x flow classes] what the flows of a class demand of each link of a class, per byte/s of one;
 * undefined when links of a class differ in it, or in capacity.
 */
function demands(set: FlowSet, flows: Numbered, links: Numbered): Float64Array | undefined {
  const { capacity, pathStart, pathLink, pathShare } = set;
  const classes = flows.first.length;
  const demand = new Float64Array(capacity.length * classes);
  for (let flow = 0; flow < flows.of.length; flow += 1) {
    const own = flows.of[flow];
    for (let hop = pathStart[flow]; hop < pathStart[flow + 1]; hop += 1)
      demand[pathLink[hop] * classes + own] += pathShare[hop];
  }
  for (let link = 0; link < capacity.length; link += 1) {
    const one = links.first[links.of[link]];
    if (capacity[link] !== capacity[one]) return undefined;
    for (let own = 0; own < classes; own += 1) {
      const [here, there] = [demand[link * classes + own], demand[one * classes + own]];
      if (Math.abs(here - there) > ROUNDING * there) return undefined;
    }
  }
  return demand;
}

/** Demands in proportion to the largest on a link, as shares are at most 1. */
function quotientOf(set: FlowSet, flows: Numbered, links: Numbered, demand: Float64Array): FlowSet {
  const classes = flows.first.length;
  const largest = links.first.map((link) =>
    demand.subarray(link * classes, (link + 1) * classes).reduce((most, one) => Math.max(most, one), 0),
  );
  const pathStart = new Int32Array(classes + 1);
  const pathLink: number[] = [];
  const pathShare: number[] = [];
  flows.first.forEach((flow, own) => {
    const crossed = new Set(set.pathLink.subarray(set.pathStart[flow], set.pathStart[flow + 1]));
    for (const link of new Set(Array.from(crossed, (one) => links.of[one]))) {
      pathLink.push(link);
      pathShare.push(demand[links.first[link] * classes + own] / largest[link]);
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
