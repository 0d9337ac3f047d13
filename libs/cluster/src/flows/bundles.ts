/**
 * Bundles: flows with the same path, start and cap have the same max-min rate at every moment, so they are
 * one variable with a weight. One clock of bytes served tells when each member ends, in order of size.
 */
import { type FlowSet } from './flow-set.js';
import { mix, mixDouble } from './word-hash.js';

export interface Paths {
  readonly start: Int32Array;
  readonly link: Int32Array;
  readonly share: Float64Array;
}

/** Flows grouped into variables. */
export interface Bundles {
  readonly count: number;
  /**
   * [variables + 1] members of variable v are `member[memberStart[v] .. memberStart[v + 1])`, by ascending
   * bytes.
   */
  readonly memberStart: Int32Array;
  readonly member: Int32Array;
  readonly paths: Paths;
  readonly startTime: Float64Array;
  readonly rateCap: Float64Array;
  readonly trafficClass: Uint8Array;
}

/**
 * Group number of each flow, groups numbered by first appearance, by the links of each flow's highest layer.
 */
function groupFlows(
  set: FlowSet,
  layer: Uint8Array,
  byClass: boolean,
): { group: Int32Array; first: Int32Array; count: number } {
  const flows = set.bytes.length;
  const { pathStart, pathLink, pathShare, startTime, rateCap, trafficClass } = set;
  let size = 16;
  while (size < 2 * flows) size *= 2;
  const table = new Int32Array(size).fill(-1);
  const hashes = new Int32Array(flows);
  const group = new Int32Array(flows);
  const first = new Int32Array(flows);
  let count = 0;
  for (let flow = 0; flow < flows; flow += 1) {
    let hash = byClass ? trafficClass[flow] : 0;
    const end = pathStart[flow + 1];
    let own = 1;
    for (let hop = pathStart[flow]; hop < end; hop += 1) {
      const link = pathLink[hop];
      if (layer[link] > own) {
        own = layer[link];
        hash = byClass ? trafficClass[flow] : 0;
      }
      if (layer[link] === own) hash = mix(hash, link);
    }
    if (startTime[flow] !== 0) hash = mixDouble(hash, startTime[flow]);
    if (rateCap[flow] !== Infinity) hash = mixDouble(hash, rateCap[flow]);
    let slot = hash & (size - 1);
    for (;;) {
      const other = table[slot];
      if (other < 0) {
        table[slot] = count;
        hashes[count] = hash;
        first[count] = flow;
        group[flow] = count++;
        break;
      }
      if (
        hashes[other] === hash &&
        sameVariable(set, layer, byClass, first[other], flow, pathLink, pathShare)
      ) {
        group[flow] = other;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return { group, first, count };
}

/** The highest layer of the links on a flow's path; at least 1, so that links of layer 0 never count. */
function highestLayer({ pathStart, pathLink }: FlowSet, layer: Uint8Array, flow: number): number {
  let highest = 1;
  for (let hop = pathStart[flow]; hop < pathStart[flow + 1]; hop += 1)
    if (layer[pathLink[hop]] > highest) highest = layer[pathLink[hop]];
  return highest;
}

function sameVariable(
  set: FlowSet,
  layer: Uint8Array,
  byClass: boolean,
  a: number,
  b: number,
  link: Int32Array,
  share: Float64Array,
): boolean {
  if (set.startTime[a] !== set.startTime[b] || set.rateCap[a] !== set.rateCap[b]) return false;
  if (byClass && set.trafficClass[a] !== set.trafficClass[b]) return false;
  const own = highestLayer(set, layer, a);
  if (own !== highestLayer(set, layer, b)) return false;
  let i = set.pathStart[a];
  let j = set.pathStart[b];
  const endA = set.pathStart[a + 1];
  const endB = set.pathStart[b + 1];
  for (;;) {
    while (i < endA && layer[link[i]] !== own) i += 1;
    while (j < endB && layer[link[j]] !== own) j += 1;
    if (i === endA || j === endB) return i === endA && j === endB;
    if (link[i] !== link[j] || share[i] !== share[j]) return false;
    i += 1;
    j += 1;
  }
}

/**
 * Bundles of a set, each flow over the links of its own layer (0: no constraint; see `linkLayers`); with
 * `byClass` flows of different traffic classes stay apart.
 */
export function bundleFlows(set: FlowSet, layer: Uint8Array, byClass: boolean): Bundles {
  const { group, first, count } = groupFlows(set, layer, byClass);
  const flows = set.bytes.length;
  const memberStart = new Int32Array(count + 1);
  for (let flow = 0; flow < flows; flow += 1) memberStart[group[flow] + 1] += 1;
  for (let v = 0; v < count; v += 1) memberStart[v + 1] += memberStart[v];
  const next = memberStart.slice(0, count);
  const member = new Int32Array(flows);
  for (let flow = 0; flow < flows; flow += 1) member[next[group[flow]]++] = flow;
  for (let v = 0; v < count; v += 1) sortByBytes(member, memberStart[v], memberStart[v + 1], set.bytes);
  const startTime = new Float64Array(count);
  const rateCap = new Float64Array(count);
  const trafficClass = new Uint8Array(count);
  for (let v = 0; v < count; v += 1) {
    startTime[v] = set.startTime[first[v]];
    rateCap[v] = set.rateCap[first[v]];
    trafficClass[v] = set.trafficClass[first[v]];
  }
  return {
    count,
    memberStart,
    member,
    paths: keptPaths(set, layer, first, count),
    startTime,
    rateCap,
    trafficClass,
  };
}

function keptPaths(set: FlowSet, layer: Uint8Array, first: Int32Array, count: number): Paths {
  const start = new Int32Array(count + 1);
  let most = 0;
  for (let v = 0; v < count; v += 1) most += set.pathStart[first[v] + 1] - set.pathStart[first[v]];
  const link = new Int32Array(most);
  const share = new Float64Array(most);
  let hops = 0;
  for (let v = 0; v < count; v += 1) {
    const flow = first[v];
    const own = highestLayer(set, layer, flow);
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1) {
      if (layer[set.pathLink[hop]] !== own) continue;
      link[hops] = set.pathLink[hop];
      share[hops++] = set.pathShare[hop];
    }
    start[v + 1] = hops;
  }
  return { start, link: link.subarray(0, hops), share: share.subarray(0, hops) };
}

/** Bundles of so many members are sorted by insertion. */
const FEW = 24;

/** Sorts `order[from .. to)` by ascending bytes, equal sizes by flow number; in place, many by a heap. */
function sortByBytes(order: Int32Array, from: number, to: number, bytes: Float64Array): void {
  let sorted = true;
  for (let i = from + 1; i < to && sorted; i += 1) sorted = bytes[order[i - 1]] <= bytes[order[i]];
  if (sorted) return;
  const size = to - from;
  if (size <= FEW) {
    for (let i = from + 1; i < to; i += 1) {
      const flow = order[i];
      let hole = i;
      for (; hole > from && after(order[hole - 1], flow, bytes); hole -= 1) order[hole] = order[hole - 1];
      order[hole] = flow;
    }
    return;
  }
  for (let at = (size >> 1) - 1; at >= 0; at -= 1) sinkLargest(order, from, size, at, bytes);
  for (let last = size - 1; last > 0; last -= 1) {
    const largest = order[from];
    order[from] = order[from + last];
    order[from + last] = largest;
    sinkLargest(order, from, last, 0, bytes);
  }
}

function sinkLargest(order: Int32Array, from: number, size: number, hole: number, bytes: Float64Array): void {
  const flow = order[from + hole];
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && after(order[from + child + 1], order[from + child], bytes)) child += 1;
    if (!after(order[from + child], flow, bytes)) break;
    order[from + hole] = order[from + child];
    hole = child;
  }
  order[from + hole] = flow;
}

function after(a: number, b: number, bytes: Float64Array): boolean {
  const difference = bytes[a] - bytes[b];
  return difference > 0 || (difference === 0 && a > b);
}
