/**
 * The most even way to send one message over a graph of several paths: of all flows of 1 from the first node
 * to the last, the one whose fullest arc (flow over rate) is least full, then whose second fullest is, and so
 * on. It is unique, so arcs that can be exchanged get the same, and as its fullest arc is one of a minimum
 * cut, it is a maximum flow scaled to 1.
 *
 * Arcs in parallel divide what they get by rate, arcs in series pass on the least rate of them: a graph that
 * such steps reduce to one arc is done in closed form (every pair of leaves of a fat tree of two or three
 * layers: Duffin 1965 calls them series-parallel). What does not reduce is left to tight-cuts.ts.
 */
import { type Arc, mostEvenFlow } from './tight-cuts.js';

/** Arcs of the graph that behave as one. */
type Branch =
  | { readonly kind: 'arc'; readonly rate: number; readonly arc: number }
  | { readonly kind: 'series'; readonly rate: number; readonly parts: readonly Branch[] }
  | { readonly kind: 'parallel'; rate: number; readonly parts: Branch[] };

/**
 * [arcs] flow on each; every node 0..nodes-1 lies on a way from node 0 to node nodes-1, rates are positive,
 * there is no cycle.
 */
export function evenFlow(nodes: number, arcs: readonly Arc[]): Float64Array {
  const flows = new Float64Array(arcs.length);
  const rest = reduced(nodes, arcs);
  const shares = rest.length === 1 ? [1] : mostEvenFlow(nodes, rest);
  rest.forEach(({ branch }, i) => expand(branch, shares[i], flows));
  return flows;
}

/** The arcs that are left when no node has one arc in and one out, and no two arcs join the same nodes. */
function reduced(nodes: number, arcs: readonly Arc[]): (Arc & { readonly branch: Branch })[] {
  const out = Array.from({ length: nodes }, () => new Map<number, Branch>());
  const into = Array.from({ length: nodes }, () => new Map<number, Branch>());
  const join = (from: number, to: number, branch: Branch): void => {
    const known = out[from].get(to);
    const joint = known === undefined ? branch : inParallel(known, branch);
    out[from].set(to, joint);
    into[to].set(from, joint);
  };
  arcs.forEach(({ from, to, rate }, arc) => join(from, to, { kind: 'arc', rate, arc }));
  const queue = Array.from({ length: nodes }, (_, node) => node);
  for (const at of queue) {
    if (into[at].size !== 1 || out[at].size !== 1) continue;
    const [from, before] = [...into[at]][0];
    const [to, after] = [...out[at]][0];
    for (const side of [into[at], out[at]]) side.clear();
    out[from].delete(at);
    into[to].delete(at);
    join(from, to, { kind: 'series', rate: Math.min(before.rate, after.rate), parts: [before, after] });
    queue.push(from, to);
  }
  return out.flatMap((branches, from) =>
    [...branches].map(([to, branch]) => ({ from, to, rate: branch.rate, branch })),
  );
}

/** `known` is a parallel branch only when this made it, so it may grow. */
function inParallel(known: Branch, branch: Branch): Branch {
  if (known.kind !== 'parallel')
    return { kind: 'parallel', rate: known.rate + branch.rate, parts: [known, branch] };
  known.rate += branch.rate;
  known.parts.push(branch);
  return known;
}

function expand(branch: Branch, flow: number, into: Float64Array): void {
  switch (branch.kind) {
    case 'arc':
      into[branch.arc] = flow;
      return;
    case 'series':
      for (const part of branch.parts) expand(part, flow, into);
      return;
    case 'parallel':
      for (const part of branch.parts) expand(part, (flow * part.rate) / branch.rate, into);
      return;
  }
}
