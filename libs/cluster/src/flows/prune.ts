/**
 * Dominance pruning: a link that can never fill before others do is no constraint, and taking it out leaves the max-min
 * rates as they are. Every variable on link l also crosses a tighter link, its cover; when the covers together cannot
 * bring more than l carries, l is implied by them. Examples: a D-mod-K uplink that serves one destination, and every link
 * of a non-blocking tier under spraying. Links leave one at a time, each implied by links still there, so the
 * set that stays always implies the set that left.
 */
import { type CapacityChanges } from './flow-set.js';
import { type Paths } from './bundles.js';

/** Room for rounding: a pruned link may be over its capacity by this part, far below any result's tolerance. */
const SLACK = 1 + 1e-12;

/** 1 for each link that must stay a constraint, 0 for one that is implied or carries nothing. */
export function bindingLinks(paths: Paths, variables: number, capacity: Float64Array, changes: CapacityChanges): Uint8Array {
  const links = capacity.length;
  const { least, most } = capacityRange(capacity, changes);
  const { start: hopsStart, hop: hopsOf, variable } = hopsByLink(paths, variables, links);
  const before = tightestHop(paths, variables, most, 1);
  const after = tightestHop(paths, variables, most, -1);
  const keep = new Uint8Array(links);
  for (let link = 0; link < links; link += 1) keep[link] = hopsStart[link + 1]! > hopsStart[link]! ? 1 : 0;
  const brings = new Float64Array(links);
  const seen = new Int32Array(links).fill(-1);
  let stamp = 0;

  const implied = (link: number, cover: Int32Array): boolean => {
    const room = least[link]! * SLACK;
    let total = 0;
    stamp += 1;
    for (let at = hopsStart[link]!; at < hopsStart[link + 1]!; at += 1) {
      const hop = hopsOf[at]!;
      const by = cover[hop]!;
      if (by < 0) return false;
      const other = paths.link[by]!;
      if (other === link || keep[other] === 0) return false;
      const load = (most[other]! * paths.share[hop]!) / paths.share[by]!;
      const known = seen[other] === stamp ? brings[other]! : 0;
      if (load > known) {
        total += load - known;
        if (total > room) return false;
        brings[other] = load;
        seen[other] = stamp;
      }
    }
    return true;
  };

  const isInterior = (link: number): boolean => {
    for (let at = hopsStart[link]!; at < hopsStart[link + 1]!; at += 1) {
      const hop = hopsOf[at]!;
      const v = variable[hop]!;
      if (hop === paths.start[v]! || hop === paths.start[v + 1]! - 1) return false;
    }
    return true;
  };

  for (const interior of [true, false]) {
    for (let link = 0; link < links; link += 1) {
      if (keep[link] === 1 && isInterior(link) === interior && (implied(link, before) || implied(link, after))) keep[link] = 0;
    }
  }
  return keep;
}

function capacityRange(capacity: Float64Array, changes: CapacityChanges): { least: Float64Array; most: Float64Array } {
  if (changes.link.length === 0) return { least: capacity, most: capacity };
  const least = capacity.slice();
  const most = capacity.slice();
  for (let i = 0; i < changes.link.length; i += 1) {
    const link = changes.link[i]!;
    least[link] = Math.min(least[link]!, changes.capacity[i]!);
    most[link] = Math.max(most[link]!, changes.capacity[i]!);
  }
  return { least, most };
}

function hopsByLink(paths: Paths, variables: number, links: number): { start: Int32Array; hop: Int32Array; variable: Int32Array } {
  const start = new Int32Array(links + 1);
  const variable = new Int32Array(paths.link.length);
  for (let hop = 0; hop < paths.link.length; hop += 1) start[paths.link[hop]! + 1]! += 1;
  for (let link = 0; link < links; link += 1) start[link + 1]! += start[link]!;
  const next = start.slice(0, links);
  const hops = new Int32Array(paths.link.length);
  for (let v = 0; v < variables; v += 1) {
    for (let hop = paths.start[v]!; hop < paths.start[v + 1]!; hop += 1) {
      variable[hop] = v;
      hops[next[paths.link[hop]!]!++] = hop;
    }
  }
  return { start, hop: hops, variable };
}

/** [hops] the tightest hop (least capacity / share) of the same path before (direction 1) or after (-1) each hop; -1 when there is none. */
function tightestHop(paths: Paths, variables: number, capacity: Float64Array, direction: 1 | -1): Int32Array {
  const tightest = new Int32Array(paths.link.length).fill(-1);
  for (let v = 0; v < variables; v += 1) {
    const first = direction === 1 ? paths.start[v]! : paths.start[v + 1]! - 1;
    const hops = paths.start[v + 1]! - paths.start[v]!;
    let best = -1;
    let bestRate = Infinity;
    for (let i = 0; i < hops; i += 1) {
      const hop = first + i * direction;
      tightest[hop] = best;
      const rate = capacity[paths.link[hop]!]! / paths.share[hop]!;
      if (best < 0 || rate < bestRate) {
        best = hop;
        bestRate = rate;
      }
    }
  }
  return tightest;
}
