/**
 * Symmetry of groups. A collective in many groups at once is solved once for each kind of group when groups
 * cannot influence each other: the fabric is healthy, no GPU (so no NIC) is in two groups, and traffic
 * between leaves, if any, crosses a non-blocking tier. Groups are of one kind when their GPUs are placed
 * alike: same positions inside their nodes, nodes and leaves repeated in the same pattern.
 *
 * On a fabric with faults the same holds of groups that have their nodes to themselves and meet no spine: a
 * message whose rail is down then takes another rail of the same two nodes, under that rail's leaf. Groups
 * are of one kind when their links, too, have the same rates left.
 */
import { type Fabric } from '../traffic/index.js';

export type Groups = readonly (readonly number[])[];

/** Every group is one GPU: there is nothing to send. */
export const haveNoPeers = (groups: Groups): boolean => groups.every(({ length }) => length <= 1);

export interface Representatives {
  readonly groups: Groups;
  /** How many groups each one stands for. */
  readonly multiplicity: readonly number[];
}

/** One group of each kind; all groups when they may influence each other. */
export function representativeGroups(fabric: Fabric, groups: Groups): Representatives {
  const all = { groups, multiplicity: groups.map(() => 1) };
  if (groups.length < 2 || !disjoint(fabric, groups)) return all;
  if (!fabric.nonBlocking && groups.some((group) => !meetsNoSpine(fabric, group))) return all;
  const shapes: Float64Array[] = [];
  const found: (readonly number[])[] = [];
  const multiplicity: number[] = [];
  for (const group of groups) {
    const shape = groupShape(fabric, group);
    const kind = shapes.findIndex((other) => sameShape(other, shape));
    if (kind >= 0) {
      multiplicity[kind] += 1;
      continue;
    }
    shapes.push(shape);
    found.push(group);
    multiplicity.push(1);
  }
  return { groups: found, multiplicity };
}

/** No GPU twice, and no node in two groups unless nothing is at fault and each GPU has a NIC of its own. */
function disjoint(fabric: Fabric, groups: Groups): boolean {
  const owner = new Int32Array(fabric.graph.gpuCount).fill(-1);
  const nodeOwner = new Int32Array(fabric.spec.nodes).fill(-1);
  let nodesShared = false;
  for (let g = 0; g < groups.length; g += 1) {
    for (const gpu of groups[g]) {
      if (owner[gpu] !== -1) return false;
      owner[gpu] = g;
      const node = fabric.nodeOf(gpu);
      if (nodeOwner[node] !== -1 && nodeOwner[node] !== g) nodesShared = true;
      nodeOwner[node] = g;
    }
  }
  if (!nodesShared) return true;
  // Members of one node reach the NICs of their rails only: with PXN a group of part of a node might use
  // others' NICs, as might a lost rail's traffic.
  return (
    fabric.healthy &&
    fabric.spec.nic.perNode === fabric.gpusPerNode &&
    groups.every((group) => onOneRail(fabric, group))
  );
}

const onOneRail = (fabric: Fabric, group: readonly number[]): boolean =>
  group.every((gpu) => fabric.graph.placeOfGpu(gpu) === fabric.graph.placeOfGpu(group[0]));

/** NVLink joins these GPUs of one node to each other. */
export const onNvlink = ({ graph }: Fabric, members: readonly number[]): boolean =>
  members.every((gpu) => graph.areNvlinked(members[0], gpu));

/** With PXN messages stay on the rail of their receiver; without it any two members' NICs meet. */
function meetsNoSpine(fabric: Fabric, group: readonly number[]): boolean {
  if (fabric.pxn && fabric.graph.shape.railAligned && fabric.graph.isOneNvlinkGroup)
    return underOneLeafPerRail(fabric, group);
  return group.every((gpu) => fabric.leafOf(gpu) === fabric.leafOf(group[0]));
}

/**
 * All members of a rail are plugged into one leaf, so messages between members of one rail cross no spine.
 */
export function underOneLeafPerRail(fabric: Fabric, group: readonly number[]): boolean {
  const leafOfRail = new Map<number, number>();
  return group.every((gpu) => {
    const rail = fabric.graph.placeOfGpu(gpu);
    const leaf = fabric.leafOf(gpu);
    if (!leafOfRail.has(rail)) leafOfRail.set(rail, leaf);
    return leafOfRail.get(rail) === leaf;
  });
}

/**
 * [3 x members] position in the node, node and leaf, the last two numbered in order of appearance; then, at
 * fault, what is left of its nodes' links.
 */
function groupShape(fabric: Fabric, group: readonly number[]): Float64Array {
  const left = fabric.healthy
    ? []
    : [...new Set(group.map((gpu) => fabric.nodeOf(gpu)))].flatMap((node) => ratesOfNode(fabric, node));
  const shape = new Float64Array(3 * group.length + left.length);
  shape.set(left, 3 * group.length);
  const nodes = new Map<number, number>();
  const leaves = new Map<number, number>();
  for (let i = 0; i < group.length; i += 1) {
    const gpu = group[i];
    shape[3 * i] = fabric.graph.placeOfGpu(gpu);
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

/**
 * Rates left, in both directions, of every link between the GPUs of a node and the switches that they or
 * their NICs are plugged into.
 */
function ratesOfNode({ graph, capacity }: Fabric, node: number): readonly number[] {
  const { gpuNvlink, gpuPcie, gpuHost, nicPcie, nicUplink } = graph.tables;
  const { portsPerNic, gpusPerNode, nicsPerNode } = graph.shape;
  const gpus = range(node * gpusPerNode, gpusPerNode);
  const nics = range(node * nicsPerNode, nicsPerNode);
  const ports = range(nics[0] * portsPerNic, nicsPerNode * portsPerNic);
  const links = [
    ...gpus.flatMap((gpu) => [gpuNvlink[gpu], gpuPcie[gpu], gpuHost[gpu]]),
    ...nics.map((nic) => nicPcie[nic]),
    ...ports.map((port) => nicUplink[port]),
  ];
  return links.filter((link) => link >= 0).flatMap((link) => [capacity[link], capacity[link ^ 1]]);
}

const range = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

function sameShape(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
