/**
 * Layers of links. In a node most of what crosses NVLink waits for a NIC: those links join everything into
 * one problem, yet hardly ever decide a rate. A link is loose when its fair share with all its flows is well
 * above the share at which most flows are bottlenecked. Flows over a tight link are solved on tight links
 * alone, which falls into far smaller pieces; flows over loose links only share what the others leave.
 * `LayeredRun` checks at every moment that this is max-min fair on all links.
 */
import { type Bundles } from './bundles.js';
import { type Components } from './components.js';
import { type FlowSet } from './flow-set.js';
import { type HopsByLink } from './prune.js';

/** Layers of a link; 0 is one that is no constraint. A flow belongs to the highest layer on its path. */
export const LOOSE = 1;
export const TIGHT = 2;

/**
 * Fair shares further apart than this factor belong to different layers: less would be found wrong too often,
 * more would find too few.
 */
const GAP = 1.5;

/**
 * [links] layer of each link of `binding`; all of them LOOSE, which is one layer, when fair shares show no
 * gap.
 */
export function linkLayers(
  { capacity, pathShare, bytes }: FlowSet,
  { start, hop }: HopsByLink,
  binding: Uint8Array,
): Uint8Array {
  let count = 0;
  for (let link = 0; link < binding.length; link += 1) count += binding[link];
  const byFairShare = new Int32Array(count);
  const fairShare = new Float64Array(capacity.length);
  count = 0;
  for (let link = 0; link < binding.length; link += 1) {
    if (binding[link] === 0) continue;
    let demand = 0;
    for (let at = start[link]; at < start[link + 1]; at += 1) demand += pathShare[hop[at]];
    fairShare[link] = capacity[link] / demand;
    byFairShare[count++] = link;
  }
  byFairShare.sort((a, b) => fairShare[a] - fairShare[b] || a - b);
  // The lowest links that together carry half as many hops as there are flows are tight, and so is all up to
  // the next gap.
  let at = 0;
  for (let carried = 0; at < count && 2 * carried < bytes.length; at += 1)
    carried += start[byFairShare[at] + 1] - start[byFairShare[at]];
  while (at < count && fairShare[byFairShare[at]] <= GAP * fairShare[byFairShare[at - 1]]) at += 1;
  const layer = binding.slice();
  if (at === count) return layer;
  for (let i = 0; i < at; i += 1) layer[byFairShare[i]] = TIGHT;
  return layer;
}

/**
 * What the variables over tight links put on loose ones: entries of variable v are `start[v] .. start[v +
 * 1]`.
 */
export interface LooseHops {
  readonly start: Int32Array;
  readonly link: Int32Array;
  /** Sum of shares of the members that still run. */
  readonly share: Float64Array;
  /**
   * What one flow puts there: that of the member at position p of the bundles is `ofMember[memberStart[p] ..
   * memberStart[p + 1])`, an entry each.
   */
  readonly memberStart: Int32Array;
  readonly ofMember: Int32Array;
  readonly shareOfMember: Float64Array;
}

export function looseHops(set: FlowSet, hops: HopsByLink, bundles: Bundles, layer: Uint8Array): LooseHops {
  const start = new Int32Array(bundles.count + 1);
  let most = 0;
  for (let crossed = 0; crossed < layer.length; crossed += 1)
    if (layer[crossed] === LOOSE) most += hops.start[crossed + 1] - hops.start[crossed];
  const link = new Int32Array(most);
  const share = new Float64Array(most);
  const memberStart = new Int32Array(set.bytes.length + 1);
  const ofMember = new Int32Array(most);
  const shareOfMember = new Float64Array(most);
  let crossings = 0;
  let count = 0;
  for (let v = 0; v < bundles.count; v += 1) {
    const first = count;
    const tight = layerOfVariable(bundles, layer, v) === TIGHT;
    for (let at = bundles.memberStart[v]; at < bundles.memberStart[v + 1]; at += 1) {
      const flow = bundles.member[at];
      const sends = tight && set.bytes[flow] > 0;
      for (let hop = set.pathStart[flow]; sends && hop < set.pathStart[flow + 1]; hop += 1) {
        const crossed = set.pathLink[hop];
        if (layer[crossed] !== LOOSE) continue;
        let entry = first;
        while (entry < count && link[entry] !== crossed) entry += 1;
        if (entry === count) link[count++] = crossed;
        share[entry] += set.pathShare[hop];
        ofMember[crossings] = entry;
        shareOfMember[crossings++] = set.pathShare[hop];
      }
      memberStart[at + 1] = crossings;
    }
    start[v + 1] = count;
  }
  return { start, link, share, memberStart, ofMember, shareOfMember };
}

/** A variable's path keeps only links of its own layer. */
export function layerOfVariable({ paths }: Bundles, layer: Uint8Array, v: number): number {
  const from = paths.start[v];
  return from < paths.start[v + 1] ? layer[paths.link[from]] : 0;
}

/**
 * Components that meet on loose links must advance together: components of group g are `component[start[g] ..
 * start[g + 1])`.
 */
export interface Groups {
  readonly count: number;
  readonly start: Int32Array;
  readonly component: Int32Array;
}

export function groupComponents(
  components: Components,
  bundles: Bundles,
  layer: Uint8Array,
  loose: LooseHops,
  links: number,
): Groups {
  const parent = new Int32Array(components.count);
  for (let c = 0; c < components.count; c += 1) parent[c] = c;
  const find = (c: number): number => {
    while (parent[c] !== c) {
      parent[c] = parent[parent[c]];
      c = parent[c];
    }
    return c;
  };
  const metAt = new Int32Array(links).fill(-1);
  const meet = (link: number, component: number): void => {
    const other = metAt[link];
    if (other < 0) metAt[link] = component;
    else {
      const a = find(other);
      const b = find(component);
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  };
  for (let c = 0; c < components.count; c += 1) {
    for (let at = components.start[c]; at < components.start[c + 1]; at += 1) {
      const v = components.variable[at];
      for (let entry = loose.start[v]; entry < loose.start[v + 1]; entry += 1) meet(loose.link[entry], c);
      if (layerOfVariable(bundles, layer, v) !== LOOSE) continue;
      for (let hop = bundles.paths.start[v]; hop < bundles.paths.start[v + 1]; hop += 1)
        meet(bundles.paths.link[hop], c);
    }
  }
  const groupOf = new Int32Array(components.count);
  let count = 0;
  for (let c = 0; c < components.count; c += 1) groupOf[c] = find(c) === c ? count++ : groupOf[find(c)];
  const start = new Int32Array(count + 1);
  for (let c = 0; c < components.count; c += 1) start[groupOf[c] + 1] += 1;
  for (let g = 0; g < count; g += 1) start[g + 1] += start[g];
  const next = start.slice(0, count);
  const component = new Int32Array(components.count);
  for (let c = 0; c < components.count; c += 1) component[next[groupOf[c]]++] = c;
  return { count, start, component };
}
