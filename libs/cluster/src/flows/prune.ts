/**
 * Dominance pruning: a link that can never fill before others do is no constraint, and taking it out leaves
 * the max-min rates as they are. Every flow on link l also crosses a tighter link, its cover; when the covers
 * together cannot bring more than l carries, l is implied by them. Examples: a D-mod-K uplink that serves one
 * destination, and every link of a non-blocking tier under spraying. Links leave one at a time, each implied
 * by links still there, so the set that stays always implies the set that left.
 */
import { type CapacityChanges, type FlowSet } from './flow-set.js';

/**
 * Room for rounding: a pruned link may be over its capacity by this part, far below any result's tolerance.
 */
const SLACK = 1 + 1e-12;

/** Hops over link l are `hop[start[l] .. start[l + 1])`. */
export interface HopsByLink {
  readonly start: Int32Array;
  readonly hop: Int32Array;
}

/** 1 for each link that must stay a constraint, 0 for one that is implied or carries nothing. */
export function bindingLinks(
  set: FlowSet,
  { start, hop: hopsOf }: HopsByLink,
  changes: CapacityChanges,
): Uint8Array {
  const links = set.capacity.length;
  const { pathLink, pathShare } = set;
  const { least, most } = capacityRange(set.capacity, changes);
  const keep = new Uint8Array(links);
  for (let link = 0; link < links; link += 1) keep[link] = start[link + 1] > start[link] ? 1 : 0;
  const interior = interiorLinks(set);
  const brings = new Float64Array(links);
  const seen = new Int32Array(links).fill(-1);
  let stamp = 0;

  const implied = (link: number, cover: Int32Array): boolean => {
    const limit = least[link] * SLACK;
    let total = 0;
    let last = -1;
    let lastPart = 0;
    stamp += 1;
    for (let at = start[link]; at < start[link + 1]; at += 1) {
      const hop = hopsOf[at];
      const by = cover[hop];
      if (by < 0) return false;
      const other = pathLink[by];
      const part = pathShare[hop] / pathShare[by];
      if (other === last && part <= lastPart) continue;
      last = other;
      lastPart = part;
      if (other === link || keep[other] === 0) return false;
      const load = most[other] * part;
      const known = seen[other] === stamp ? brings[other] : 0;
      if (load > known) {
        total += load - known;
        if (total > limit) return false;
        brings[other] = load;
        seen[other] = stamp;
      }
    }
    return true;
  };

  const before = tightestHops(set, most, interior, 1);
  const after = tightestHops(set, most, interior, -1);
  for (const inside of [1, 0]) {
    for (let link = 0; link < links; link += 1) {
      if (keep[link] === 1 && interior[link] === inside && (implied(link, before) || implied(link, after)))
        keep[link] = 0;
    }
  }
  return keep;
}

function capacityRange(
  capacity: Float64Array,
  changes: CapacityChanges,
): { least: Float64Array; most: Float64Array } {
  if (changes.link.length === 0) return { least: capacity, most: capacity };
  const least = capacity.slice();
  const most = capacity.slice();
  for (let i = 0; i < changes.link.length; i += 1) {
    const link = changes.link[i];
    least[link] = Math.min(least[link], changes.capacity[i]);
    most[link] = Math.max(most[link], changes.capacity[i]);
  }
  return { least, most };
}

export function hopsByLink({ capacity, pathLink }: FlowSet): HopsByLink {
  const links = capacity.length;
  const start = new Int32Array(links + 1);
  for (let hop = 0; hop < pathLink.length; hop += 1) start[pathLink[hop] + 1] += 1;
  for (let link = 0; link < links; link += 1) start[link + 1] += start[link];
  const next = start.slice(0, links);
  const hops = new Int32Array(pathLink.length);
  for (let hop = 0; hop < pathLink.length; hop += 1) hops[next[pathLink[hop]]++] = hop;
  return { start, hop: hops };
}

/** 1 for each link at which no path begins or ends. */
function interiorLinks({ capacity, pathStart, pathLink }: FlowSet): Uint8Array {
  const interior = new Uint8Array(capacity.length).fill(1);
  for (let flow = 0; flow < pathStart.length - 1; flow += 1) {
    const from = pathStart[flow];
    const to = pathStart[flow + 1];
    if (from === to) continue;
    interior[pathLink[from]] = 0;
    interior[pathLink[to - 1]] = 0;
  }
  return interior;
}

/**
 * [hops] the tightest hop (least capacity / share) of the same path before (direction 1) or after (-1) each
 * hop; -1 when there is none. Of hops equally tight one where paths begin or end, for those links leave last;
 * else the nearest.
 */
function tightestHops(
  { pathStart, pathLink, pathShare }: FlowSet,
  capacity: Float64Array,
  interior: Uint8Array,
  direction: 1 | -1,
): Int32Array {
  const tightest = new Int32Array(pathLink.length);
  for (let flow = 0; flow < pathStart.length - 1; flow += 1) {
    let hop = direction === 1 ? pathStart[flow] : pathStart[flow + 1] - 1;
    let best = -1;
    let bestRate = Infinity;
    let bestInside = 1;
    for (let i = pathStart[flow + 1] - pathStart[flow]; i > 0; i -= 1, hop += direction) {
      tightest[hop] = best;
      const link = pathLink[hop];
      const rate = capacity[link] / pathShare[hop];
      if (rate > bestRate || (rate === bestRate && interior[link] > bestInside)) continue;
      best = hop;
      bestRate = rate;
      bestInside = interior[link];
    }
  }
  return tightest;
}
