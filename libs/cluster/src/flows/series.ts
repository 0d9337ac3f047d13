/**
 * Links in series: where every flow that crosses one link crosses a certain other right after it, and no flow
 * gets there otherwise, both carry the same flows and only the tighter is a constraint. So a GPU's PCIe link,
 * its NIC's and the NIC's uplink are one.
 */
import { type FlowSet } from './flow-set.js';

const UNSEEN = -1;
/** Followed, or preceded, by different links, by none, or with another share. */
const MIXED = -2;

/** The same flows over the tightest link of each series; the same set when there is none. */
export function contractSeries(set: FlowSet): FlowSet {
  const dropped = looserLinks(set);
  const { pathStart, pathLink, pathShare } = set;
  let kept = 0;
  for (let hop = 0; hop < pathLink.length; hop += 1) kept += 1 - dropped[pathLink[hop]];
  if (kept === pathLink.length) return set;
  const start = new Int32Array(pathStart.length);
  const link = new Int32Array(kept);
  const share = new Float64Array(kept);
  let hops = 0;
  for (let flow = 0; flow < pathStart.length - 1; flow += 1) {
    for (let hop = pathStart[flow]; hop < pathStart[flow + 1]; hop += 1) {
      if (dropped[pathLink[hop]] === 1) continue;
      link[hops] = pathLink[hop];
      share[hops++] = pathShare[hop];
    }
    start[flow + 1] = hops;
  }
  return { ...set, pathStart: start, pathLink: link, pathShare: share };
}

/** 1 for each link of a series but its tightest. */
function looserLinks({ capacity, pathStart, pathLink, pathShare }: FlowSet): Uint8Array {
  const links = capacity.length;
  const next = new Int32Array(links).fill(UNSEEN);
  const before = new Int32Array(links).fill(UNSEEN);
  for (let flow = 0; flow < pathStart.length - 1; flow += 1) {
    let last = MIXED;
    let lastShare = 0;
    for (let hop = pathStart[flow]; hop < pathStart[flow + 1]; hop += 1) {
      const link = pathLink[hop];
      const share = pathShare[hop];
      const from = share === lastShare ? last : MIXED;
      if (last !== MIXED && next[last] !== link)
        next[last] = next[last] === UNSEEN && from !== MIXED ? link : MIXED;
      if (before[link] !== from) before[link] = before[link] === UNSEEN ? from : MIXED;
      last = link;
      lastShare = share;
    }
    if (last !== MIXED) next[last] = MIXED;
  }
  const dropped = new Uint8Array(links);
  for (let first = 0; first < links; first += 1) {
    if (before[first] >= 0 && next[before[first]] === first) continue;
    let tightest = first;
    for (let link = first; next[link] >= 0 && before[next[link]] === link; link = next[link]) {
      const following = next[link];
      const looser = capacity[following] < capacity[tightest] ? tightest : following;
      dropped[looser] = 1;
      if (looser === tightest) tightest = following;
    }
  }
  return dropped;
}
