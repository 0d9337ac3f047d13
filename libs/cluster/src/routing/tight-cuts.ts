/**
 * The most even flow over a graph that is not series-parallel, cut by cut (the lexicographically optimal flow
 * of Megiddo 1974). The least fullness L at which everything fits is set by a cut, sent / rate across it:
 * found by Newton's steps over minimum cuts (Dinkelbach). On that cut nothing is free to choose: its arcs
 * carry L x rate, arcs against it nothing. They are taken out, which leaves the switches at their ends with
 * something to send or to receive, and the rest is evened out in turn.
 */
import { invariant } from '@railyard/base';

export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

/**
 * Parts of the message that count as nothing; the smallest real part is a link at a millionth of its rate.
 */
const NOTHING = 1e-13;
/** A step that raises the fullness by less is rounding. */
const STEP = 1e-12;

/** [arcs] flow on each of a message of 1 from node 0 to node nodes-1. */
export function mostEvenFlow(nodes: number, arcs: readonly Arc[]): Float64Array {
  const flows = new Float64Array(arcs.length);
  // What each node still has to send (positive) or to receive over the arcs that are free.
  const net = new Float64Array(nodes);
  net[0] = 1;
  net[nodes - 1] = -1;
  let free = arcs.map((arc, index) => ({ ...arc, index }));
  while (net.some((left) => left > NOTHING)) {
    const { inside, fullness } = tightestCut(net, free);
    for (const { from, to, rate, index } of free) {
      if (!inside[from] || inside[to]) continue;
      flows[index] = fullness * rate;
      net[from] -= flows[index];
      net[to] += flows[index];
    }
    const before = free.length;
    free = free.filter(({ from, to }) => inside[from] === inside[to]);
    invariant(free.length < before, 'a cut is crossed by an arc');
  }
  return flows;
}

interface Cut {
  /** [nodes] 1 on the sending side. */
  readonly inside: Uint8Array;
  readonly fullness: number;
}

/** The cut whose arcs must be fullest. */
function tightestCut(net: Float64Array, arcs: readonly Arc[]): Cut {
  let cut = across(
    Uint8Array.from(net, (left) => Number(left > NOTHING)),
    net,
    arcs,
  );
  for (;;) {
    const inside = stuck(net, arcs, cut.fullness);
    if (inside === undefined) return cut;
    const next = across(inside, net, arcs);
    if (!(next.fullness > cut.fullness * (1 + STEP))) return cut;
    cut = next;
  }
}

function across(inside: Uint8Array, net: Float64Array, arcs: readonly Arc[]): Cut {
  const sent = net.reduce((sum, left, node) => sum + (inside[node] ? left : 0), 0);
  const rate = arcs.reduce((sum, arc) => sum + (inside[arc.from] && !inside[arc.to] ? arc.rate : 0), 0);
  return { inside, fullness: rate > 0 ? sent / rate : 0 };
}

/**
 * Sends what it can with every arc at most `fullness` full (maximum flow by shortest augmenting paths); nodes
 * that what is left can reach, or undefined when nothing is.
 */
function stuck(net: Float64Array, arcs: readonly Arc[], fullness: number): Uint8Array | undefined {
  const left = net.slice();
  // Residual capacity of arc i at 2i, of its way back at 2i + 1.
  const residual = Float64Array.from({ length: 2 * arcs.length }, (_, i) =>
    i % 2 === 0 ? fullness * arcs[i >> 1].rate : 0,
  );
  const ways = Array.from(net, () => [] as number[]);
  arcs.forEach(({ from, to }, i) => {
    ways[from].push(2 * i);
    ways[to].push(2 * i + 1);
  });
  const headOf = (way: number): number => (way % 2 === 0 ? arcs[way >> 1].to : arcs[way >> 1].from);
  for (;;) {
    const { cameBy, queue, end } = search(left, residual, ways, headOf);
    if (end === undefined)
      return queue.length === 0
        ? undefined
        : Uint8Array.from(net, (_, node) => Number(cameBy[node] !== UNSEEN));
    const path: number[] = [];
    let start = end;
    for (; cameBy[start] >= 0; start = headOf(cameBy[start] ^ 1)) path.push(cameBy[start]);
    const part = path.reduce(
      (least, way) => Math.min(least, residual[way]),
      Math.min(left[start], -left[end]),
    );
    for (const way of path) {
      residual[way] -= part;
      residual[way ^ 1] += part;
    }
    left[start] -= part;
    left[end] += part;
  }
}

const UNSEEN = -2;
const START = -1;

/** Breadth first from every node with something left to send, until one that has to receive. */
function search(
  left: Float64Array,
  residual: Float64Array,
  ways: readonly (readonly number[])[],
  headOf: (way: number) => number,
) {
  const cameBy = Int32Array.from(left, (amount) => (amount > NOTHING ? START : UNSEEN));
  const queue = [...left.keys()].filter((node) => left[node] > NOTHING);
  for (const at of queue) {
    if (left[at] < -NOTHING) return { cameBy, queue, end: at };
    for (const way of ways[at]) {
      const to = headOf(way);
      if (residual[way] <= NOTHING || cameBy[to] !== UNSEEN) continue;
      cameBy[to] = way;
      queue.push(to);
    }
  }
  return { cameBy, queue, end: undefined };
}
