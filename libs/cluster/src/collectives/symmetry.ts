/**
 * Where all members of a collective see the same thing, its time has a closed form, and that is exact: every
 * NIC carries the same bytes, every NVLink the same, and no flow is limited by both. A spec compares with the
 * simulated flows.
 */
import { networkLatency, nvlinkLatency, SWITCHES_CROSSED } from '../routing/index.js';
import { type Fabric } from '../traffic/index.js';
import { type Groups, onNvlink, underOneLeafPerRail } from './representatives.js';

export interface RegularGroups {
  /** Nodes of each group, and members that each has. */
  readonly nodes: number;
  readonly perNode: number;
  /**
   * Latency of a message between nodes (0 for one node) and inside a node (0 for one member a node), seconds.
   */
  readonly networkSeconds: number;
  readonly nvlinkSeconds: number;
}

/**
 * Undefined unless every group has the same number of nodes with members at the same positions in each, no
 * GPU is in two groups, NVLink joins the members of each in a node, each GPU has a NIC of its own that PCIe
 * can fill, nothing is at fault, and no switch link that messages of one rail cross can bind.
 */
export function regularGroups(fabric: Fabric, groups: Groups): RegularGroups | undefined {
  const { spec, graph, gpusPerNode } = fabric;
  if (
    !fabric.healthy ||
    spec.nic.perNode !== gpusPerNode ||
    graph.shape.portsPerNic !== 1 ||
    groups.length === 0 ||
    !pcieFillsNics(fabric)
  )
    return undefined;
  const taken = new Uint8Array(graph.gpuCount);
  let nodes = 0;
  let perNode = 0;
  let oneLeaf = true;
  for (const group of groups) {
    const run = runOfFirstNode(fabric, group);
    if (perNode === 0) {
      perNode = run;
      nodes = group.length / run;
    }
    if (
      run !== perNode ||
      !Number.isInteger(nodes) ||
      group.length !== nodes * perNode ||
      !repeatsPositions(fabric, group, perNode, taken) ||
      (perNode > 1 && !onNvlink(fabric, group.slice(0, perNode)))
    )
      return undefined;
    oneLeaf &&= underOneLeafPerRail(fabric, group);
  }
  if (!oneLeaf && !fabric.nonBlocking) return undefined;
  return {
    nodes,
    perNode,
    nvlinkSeconds: perNode > 1 ? nvlinkLatency() : 0,
    networkSeconds:
      nodes === 1
        ? 0
        : networkLatency(
            graph.shape.hopSeconds,
            oneLeaf ? SWITCHES_CROSSED.sameLeaf : SWITCHES_CROSSED.crossLeaf,
          ),
  };
}

function pcieFillsNics({ graph, nicRate }: Fabric): boolean {
  const { gpuPcie, nicPcie } = graph.tables;
  return graph.linkCapacity[gpuPcie[0]] >= nicRate && graph.linkCapacity[nicPcie[0]] >= nicRate;
}

function runOfFirstNode(fabric: Fabric, group: readonly number[]): number {
  const node = fabric.nodeOf(group[0]);
  let run = 1;
  while (run < group.length && fabric.nodeOf(group[run]) === node) run += 1;
  return run;
}

/** Members come node by node, `perNode` of each, at the same ascending positions; marks them taken. */
function repeatsPositions(
  fabric: Fabric,
  group: readonly number[],
  perNode: number,
  taken: Uint8Array,
): boolean {
  const place = (gpu: number): number => fabric.graph.placeOfGpu(gpu);
  const nodes = new Set<number>();
  for (let i = 0; i < group.length; i += 1) {
    const gpu = group[i];
    if (taken[gpu] === 1) return false;
    taken[gpu] = 1;
    if (place(gpu) !== place(group[i % perNode])) return false;
    const node = fabric.nodeOf(gpu);
    if (i % perNode === 0) {
      if (nodes.has(node)) return false;
      nodes.add(node);
    } else if (node !== fabric.nodeOf(group[i - 1])) return false;
  }
  return true;
}
