/** Which nodes of a cluster each of several jobs has: whole nodes, in the order in which ranks fill them. */
import { assertUnreachable, elementAt, invariant, RandomStream } from '@railyard/base';
import { type Fabric } from '../traffic/index.js';

/**
 * packed: consecutive nodes, job after job. spread: a node of every leaf in turn. random: drawn. topology:
 * on as few leaves as possible, of those that it fits on the fullest (Slurm's topology/tree does the same).
 */
export const NODE_ALLOCATIONS = ['packed', 'spread', 'random', 'topology'] as const;
export type NodeAllocation = (typeof NODE_ALLOCATIONS)[number];

/**
 * @param sizes nodes of each job, together no more than there are
 * @param seed matters only to `random`
 */
export function allocateNodes(
  fabric: Fabric,
  sizes: readonly number[],
  allocation: NodeAllocation,
  seed = 0,
): readonly (readonly number[])[] {
  const { nodes } = fabric.spec;
  const wanted = sizes.reduce((sum, size) => sum + size, 0);
  invariant(wanted <= nodes, 'jobs have at most the nodes that there are', { wanted, nodes });
  if (allocation === 'topology') return byTopology(nodesByLeaf(fabric), sizes);
  const order = orderOf(fabric, allocation, seed);
  let first = 0;
  return sizes.map((size) => ascending(order.slice(first, (first += size))));
}

/** Nodes in the order in which jobs take them. */
function orderOf(
  fabric: Fabric,
  allocation: Exclude<NodeAllocation, 'topology'>,
  seed: number,
): readonly number[] {
  const order = Array.from({ length: fabric.spec.nodes }, (_, node) => node);
  switch (allocation) {
    case 'packed':
      return order;
    case 'spread': {
      const leaves = nodesByLeaf(fabric);
      const most = Math.max(...leaves.map((nodes) => nodes.length));
      return Array.from({ length: most }, (_, turn) => leaves.flatMap((nodes) => nodes[turn] ?? [])).flat();
    }
    case 'random': {
      const stream = new RandomStream(seed, 'sharing/node-allocation');
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = stream.integer(last + 1);
        const swapped = elementAt(order, last);
        order[last] = elementAt(order, other);
        order[other] = swapped;
      }
      return order;
    }
    default:
      return assertUnreachable(allocation);
  }
}

/** Nodes under the same leaf (of their first NICs), leaf by leaf. */
export function nodesByLeaf(fabric: Fabric): readonly (readonly number[])[] {
  const leaves = new Map<number, number[]>();
  for (let node = 0; node < fabric.spec.nodes; node += 1) {
    const leaf = fabric.leafOf(node * fabric.gpusPerNode);
    const nodes = leaves.get(leaf);
    if (nodes === undefined) leaves.set(leaf, [node]);
    else nodes.push(node);
  }
  return [...leaves.values()];
}

function byTopology(
  leaves: readonly (readonly number[])[],
  sizes: readonly number[],
): readonly (readonly number[])[] {
  const free = leaves.map((nodes) => [...nodes]);
  return sizes.map((size) => {
    const taken: number[] = [];
    while (taken.length < size) {
      const leaf = bestLeaf(free, size - taken.length);
      taken.push(...leaf.splice(0, size - taken.length));
    }
    return ascending(taken);
  });
}

/** Of the leaves that have room for `size` nodes the one with least, else the one with most. */
function bestLeaf(free: readonly number[][], size: number): number[] {
  const [first, ...others] = free.filter((nodes) => nodes.length > 0);
  invariant(first !== undefined, 'a node is free');
  return others.reduce((best, nodes) => {
    const [fits, bestFits] = [nodes.length >= size, best.length >= size];
    if (fits !== bestFits) return fits ? nodes : best;
    const isBetter = fits ? nodes.length < best.length : nodes.length > best.length;
    return isBetter ? nodes : best;
  }, first);
}

const ascending = (nodes: readonly number[]): readonly number[] => [...nodes].sort((a, b) => a - b);
