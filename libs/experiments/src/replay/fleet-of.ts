/**
 * The parts of a cluster that can fail, counted on its graph; spare nodes stand beyond the cluster that the
 * job uses.
 */
import { elementAt } from '@railyard/base';
import { type FabricGraph, classCode } from '@railyard/cluster';
import { type FleetShape } from '@railyard/replay';

export interface FleetOptions {
  readonly spareNodes: number;
  readonly dataReplicas: number;
}

const BETWEEN_SWITCHES = (['leaf-spine', 'spine-core', 'local', 'global', 'circuit'] as const).map(classCode);

/** The link joins two switches. */
export const isFabricLink = (graph: FabricGraph, link: number): boolean =>
  BETWEEN_SWITCHES.includes(elementAt(graph.linkClass, link));

/**
 * Every port of a NIC counts as a host link. Routers (Slim Fly, dragonfly) stand where leaves do: the job's
 * nodes hang on them.
 */
export function fleetOf(graph: FabricGraph, { spareNodes, dataReplicas }: FleetOptions): FleetShape {
  const { shape } = graph;
  let directed = 0;
  for (let link = 0; link < graph.linkCount; link += 1) if (isFabricLink(graph, link)) directed += 1;
  return {
    nodes: shape.nodes,
    spareNodes,
    gpusPerNode: shape.gpusPerNode,
    nicsPerNode: shape.nicsPerNode * shape.portsPerNic,
    planes: shape.planes,
    leaves: graph.range('leaf').count + graph.range('router').count,
    spines: graph.range('spine').count + graph.range('core').count,
    fabricLinks: directed / 2,
    dataReplicas,
  };
}
