/**
 * A machine condition counts what is broken; the fabric wants to know which. The parts are chosen as
 * independent faults most likely fall: lost links on nodes far apart (so in different expert groups), leaves
 * that serve different nodes, the lost plane not that of the lost links. The same condition always names the
 * same parts.
 */
import { elementAt } from '@railyard/base';
import { type FabricFault, type FabricGraph, linkName, vertexName } from '@railyard/cluster';
import { type FleetShape, type MachineCondition } from '@railyard/replay';
import { isFabricLink } from './fleet-of.js';

export function faultsOf(
  graph: FabricGraph,
  fleet: FleetShape,
  condition: MachineCondition,
): readonly FabricFault[] {
  return [
    ...hostLinks(graph, fleet, condition),
    ...leaves(graph, condition),
    ...spines(graph, condition),
    ...fabricLinks(graph, fleet, condition),
    ...planes(graph, condition),
  ].map((element) => ({ element, remaining: 0 }));
}

const vertices = ({ first, count }: { readonly first: number; readonly count: number }): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/**
 * The node that lost most comes first, the others lost one each. Where a fleet counts fewer host links than
 * there are ports (the machine with ideal NICs that is compared with the deployed one), a link is as many
 * ports: one plane's port of every NIC.
 */
function hostLinks(
  graph: FabricGraph,
  fleet: FleetShape,
  { worstNicsLost, nodesWithLostNics }: MachineCondition,
): string[] {
  const { nodes, nicsPerNode, portsPerNic } = graph.shape;
  const portsOfLink = (nicsPerNode * portsPerNic) / fleet.nicsPerNode;
  const struck = Math.min(nodesWithLostNics, nodes);
  return Array.from({ length: struck }, (_, i) => i).flatMap((i) => {
    const node = nodes - 1 - Math.floor((i * nodes) / struck);
    const ports = Math.min(nicsPerNode * portsPerNic, portsOfLink * (i === 0 ? worstNicsLost : 1));
    return Array.from({ length: ports }, (_, at) => {
      const nic = node * nicsPerNode + (at % nicsPerNode);
      return cable(
        graph,
        elementAt(graph.tables.nicUplink, nic * portsPerNic + Math.floor(at / nicsPerNode)),
      );
    });
  });
}

const cable = (graph: FabricGraph, link: number): string => linkName(graph, link).replace('>', '-');

/** Each further leaf (or router) serves the nodes that have lost least so far. */
function leaves(graph: FabricGraph, { leavesDown }: MachineCondition): string[] {
  const candidates = [...vertices(graph.range('leaf')), ...vertices(graph.range('router'))];
  const served = new Map<number, Set<number>>(candidates.map((leaf) => [leaf, new Set<number>()]));
  graph.tables.nicSwitch.forEach((leaf, port) =>
    served.get(leaf)?.add(graph.nodeOfNic(Math.floor(port / graph.shape.portsPerNic))),
  );
  const lost = new Int32Array(graph.shape.nodes);
  const mostLost = (nodes: ReadonlySet<number>): number =>
    [...nodes].reduce((most, node) => Math.max(most, elementAt(lost, node)), 0);
  const chosen: string[] = [];
  while (chosen.length < leavesDown && served.size > 0) {
    const [leaf, nodes] = [...served].reduce((best, other) =>
      mostLost(other[1]) < mostLost(best[1]) ? other : best,
    );
    for (const node of nodes) lost[node] = elementAt(lost, node) + 1;
    served.delete(leaf);
    chosen.push(vertexName(graph, leaf));
  }
  return chosen;
}

/** The first plane lost most, the rest fall on the planes after it in turn. */
function spines(graph: FabricGraph, { worstSpinesDown, spinesDown }: MachineCondition): string[] {
  const { planes: count } = graph.shape;
  const all = [...vertices(graph.range('spine')), ...vertices(graph.range('core'))];
  const byPlane = Array.from({ length: count }, (_, plane) =>
    all.filter((vertex) => count === 1 || graph.vertexPlane[vertex] === plane),
  );
  const chosen = elementAt(byPlane, 0).slice(0, worstSpinesDown);
  for (let round = 0; round < worstSpinesDown; round += 1) {
    for (let plane = 1; plane < count && chosen.length < spinesDown; plane += 1)
      chosen.push(...elementAt(byPlane, plane).slice(round, round + 1));
  }
  return chosen.map((vertex) => vertexName(graph, vertex));
}

/**
 * Uplinks of the first plane, no two of one leaf before each leaf has lost one; as many cables as have the
 * bandwidth of the fleet's link.
 */
function fabricLinks(
  graph: FabricGraph,
  fleet: FleetShape,
  { worstFabricLinksDown }: MachineCondition,
): string[] {
  if (worstFabricLinksDown === 0) return [];
  const leafRange = graph.range('leaf');
  const isLeaf = (vertex: number): boolean =>
    vertex >= leafRange.first && vertex < leafRange.first + leafRange.count;
  const lowerEnd = (link: number): number =>
    isLeaf(elementAt(graph.linkTo, link)) ? elementAt(graph.linkTo, link) : elementAt(graph.linkFrom, link);
  const rounds = new Map<number, number>();
  const uplinks: { readonly link: number; readonly round: number }[] = [];
  let cables = 0;
  for (let link = 0; link < graph.linkCount; link += 2) {
    if (!isFabricLink(graph, link)) continue;
    cables += 1;
    if (graph.shape.planes > 1 && graph.linkPlane[link] !== 0) continue;
    const leaf = lowerEnd(link);
    const round = rounds.get(leaf) ?? 0;
    rounds.set(leaf, round + 1);
    uplinks.push({ link, round });
  }
  const lost =
    worstFabricLinksDown *
    Math.max(1, Math.round((cables * fleet.nodes) / graph.shape.nodes / fleet.fabricLinks));
  return uplinks
    .sort((a, b) => a.round - b.round || a.link - b.link)
    .slice(0, lost)
    .map(({ link }) => cable(graph, link));
}

/** The last planes; of a single fabric, all its switches. */
function planes(graph: FabricGraph, { planesDown }: MachineCondition): string[] {
  const count = graph.shape.planes;
  const from = count - Math.min(planesDown, count);
  const switches = [...vertices(graph.range('leaf')), ...vertices(graph.range('router'))];
  return switches
    .filter((vertex) => planesDown > 0 && (count === 1 || elementAt(graph.vertexPlane, vertex) >= from))
    .map((vertex) => vertexName(graph, vertex));
}
