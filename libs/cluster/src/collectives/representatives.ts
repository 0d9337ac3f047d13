/**
 * Symmetry of groups. A collective in many groups at once is solved once for each kind of group when groups cannot
 * influence each other: the fabric is healthy, no GPU (so no NIC) is in two groups, and traffic between leaves, if any,
 * crosses a non-blocking tier. Groups are of one kind when their GPUs stand alike: same positions inside their
 * nodes, nodes and leaves repeated in the same pattern.
 */
import { type Fabric } from './fabric.js';

export type Groups = readonly (readonly number[])[];

export interface Representatives {
  readonly groups: Groups;
  /** How many groups each one stands for. */
  readonly multiplicity: readonly number[];
}

/** One group of each kind; all groups when they may influence each other. */
export function representativeGroups(fabric: Fabric, groups: Groups): Representatives {
  const all = { groups, multiplicity: groups.map(() => 1) };
  if (groups.length < 2 || !fabric.healthy || !disjoint(fabric, groups)) return all;
  if (!fabric.nonBlocking && groups.some((group) => !meetsNoSpine(fabric, group))) return all;
  const shapes: Int32Array[] = [];
  const found: (readonly number[])[] = [];
  const multiplicity: number[] = [];
  for (const group of groups) {
    const shape = groupShape(fabric, group);
    const kind = shapes.findIndex((other) => sameShape(other, shape));
    if (kind >= 0) {
      multiplicity[kind]! += 1;
      continue;
    }
    shapes.push(shape);
    found.push(group);
    multiplicity.push(1);
  }
  return { groups: found, multiplicity };
}

/** No GPU twice, and no node in two groups unless each GPU has a NIC of its own. */
function disjoint(fabric: Fabric, groups: Groups): boolean {
  const owner = new Int32Array(fabric.graph.gpuCount).fill(-1);
  const nodeOwner = new Int32Array(fabric.spec.nodes).fill(-1);
  let nodesShared = false;
  for (let g = 0; g < groups.length; g += 1) {
    for (const gpu of groups[g]!) {
      if (owner[gpu] !== -1) return false;
      owner[gpu] = g;
      const node = fabric.nodeOf(gpu);
      if (nodeOwner[node] !== -1 && nodeOwner[node] !== g) nodesShared = true;
      nodeOwner[node] = g;
    }
  }
  // Members of one node reach the NICs of their rails only: with PXN a group of part of a node might use others' NICs.
  return !nodesShared || (fabric.spec.nic.perNode === fabric.gpusPerNode && groups.every((group) => onOneRail(fabric, group)));
}

const onOneRail = (fabric: Fabric, group: readonly number[]): boolean => group.every((gpu) => gpu % fabric.gpusPerNode === group[0]! % fabric.gpusPerNode);

/** With PXN messages stay on the rail of their receiver; without it any two members' NICs meet. */
function meetsNoSpine(fabric: Fabric, group: readonly number[]): boolean {
  if (fabric.pxn && fabric.graph.shape.railAligned) return underOneLeafPerRail(fabric, group);
  return group.every((gpu) => fabric.leafOf(gpu) === fabric.leafOf(group[0]!));
}

/** All members of a rail are plugged into one leaf, so messages between members of one rail cross no spine. */
export function underOneLeafPerRail(fabric: Fabric, group: readonly number[]): boolean {
  const leafOfRail = new Map<number, number>();
  return group.every((gpu) => {
    const rail = gpu % fabric.gpusPerNode;
    const leaf = fabric.leafOf(gpu);
    if (!leafOfRail.has(rail)) leafOfRail.set(rail, leaf);
    return leafOfRail.get(rail) === leaf;
  });
}

/** [3 x members] position in the node, node and leaf, the last two numbered in order of appearance. */
function groupShape(fabric: Fabric, group: readonly number[]): Int32Array {
  const shape = new Int32Array(3 * group.length);
  const nodes = new Map<number, number>();
  const leaves = new Map<number, number>();
  for (let i = 0; i < group.length; i += 1) {
    const gpu = group[i]!;
    shape[3 * i] = gpu % fabric.gpusPerNode;
    shape[3 * i + 1] = numberOf(nodes, fabric.nodeOf(gpu));
    shape[3 * i + 2] = numberOf(leaves, fabric.leafOf(gpu));
  }
  return shape;
}

function numberOf(seen: Map<number, number>, key: number): number {
  const known = seen.get(key);
  if (known !== undefined) return known;
  seen.set(key, seen.size);
  return seen.size - 1;
}

function sameShape(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
