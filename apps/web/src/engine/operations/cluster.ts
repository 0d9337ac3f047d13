/** The network of a cluster as it is drawn: switches by tier and plane, cables, counts and cost. */
import { InvalidDocumentError } from '@railyard/base';
import {
  buildFabric,
  type ClusterSpec,
  type FabricGraph,
  vertexName,
  type VertexKind,
} from '@railyard/cluster';
import { checkedNetworkCost, getPreset, type NetworkCostAnswer, runNetworkCost } from '@railyard/experiments';

interface DrawnSwitch {
  readonly name: string;
  readonly tier: VertexKind;
  readonly plane: number;
}

/** Parallel cables between two switches as one. */
interface DrawnCable {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface DrawnCluster {
  readonly name: string;
  readonly spec: ClusterSpec;
  readonly switches: readonly DrawnSwitch[];
  readonly cables: readonly DrawnCable[];
  /** Switches that are not drawn: the network is too large. */
  readonly hidden: number;
  /** Places in `switches` of those that the NICs of node 0 are at, by rail. */
  readonly nodeUplinks: readonly number[];
  readonly cost: NetworkCostAnswer;
}

const TIERS = ['leaf', 'router', 'spine', 'core'] as const satisfies readonly VertexKind[];
const MOST_SWITCHES = 240;

/** @throws InvalidDocumentError where there is no such preset. */
export function cluster(preset: string): DrawnCluster {
  const cost = runNetworkCost(checkedNetworkCost({ cluster: preset }));
  const spec = getPreset('cluster', preset) as ClusterSpec | undefined;
  if (spec === undefined)
    throw new InvalidDocumentError([
      { path: '/cluster', code: 'unknown-preset', message: 'cluster must be a preset.', hint: 'Choose one.' },
    ]);
  const graph = buildFabric(spec);
  const vertices = TIERS.flatMap((tier) => {
    const { first, count } = graph.range(tier);
    return Array.from({ length: count }, (_, i) => first + i);
  });
  const drawn = vertices.slice(0, MOST_SWITCHES);
  const placeOf = new Map(drawn.map((vertex, place) => [vertex, place]));
  return {
    name: preset,
    spec,
    switches: drawn.map((vertex) => ({
      name: vertexName(graph, vertex),
      tier: graph.kindOf(vertex),
      plane: graph.vertexPlane[vertex] ?? -1,
    })),
    cables: cablesOf(graph, placeOf),
    hidden: vertices.length - drawn.length,
    nodeUplinks: uplinksOf(graph, placeOf),
    cost,
  };
}

function cablesOf(graph: FabricGraph, placeOf: ReadonlyMap<number, number>): readonly DrawnCable[] {
  const counts = new Map<string, { from: number; to: number; count: number }>();
  // Of the two directions of a cable one.
  for (let link = 0; link < graph.linkCount; link += 2) {
    const from = placeOf.get(graph.linkFrom[link] ?? -1);
    const to = placeOf.get(graph.linkTo[link] ?? -1);
    if (from === undefined || to === undefined) continue;
    const cable = counts.get(`${from} ${to}`) ?? { from, to, count: 0 };
    counts.set(`${from} ${to}`, { ...cable, count: cable.count + 1 });
  }
  return [...counts.values()];
}

function uplinksOf({ tables, shape }: FabricGraph, placeOf: ReadonlyMap<number, number>): readonly number[] {
  const ports = shape.nicsPerNode * shape.portsPerNic;
  return Array.from({ length: ports }, (_, port) => placeOf.get(tables.nicSwitch[port] ?? -1) ?? -1);
}
