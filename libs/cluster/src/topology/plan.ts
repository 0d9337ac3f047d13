/** From a cluster's definition to the plan of its scale-out network, whatever its kind. */
import { assertUnreachable, invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { planCabled } from './cabled.js';
import { planCircuits } from './circuits.js';
import { closLayoutOf, planClos } from './clos.js';
import { planDragonfly } from './dragonfly.js';
import { planDragonflyPlus } from './dragonfly-plus.js';
import { fatTreeLayoutOf, planFatTree, type PodTopology } from './fat-tree.js';
import { planLattice } from './lattice.js';
import { type ScaleOut } from './scale-out.js';
import { planSlimFly } from './slim-fly.js';

/** @throws InvariantError for a definition that `checkCluster` refuses. */
export function planScaleOut(spec: ClusterSpec): ScaleOut {
  const { topology } = spec;
  switch (topology.kind) {
    case 'fat-tree':
    case 'rail-optimized':
      return topology.layers === 3 ? planThreeLayers(spec, topology) : planTwoLayers(spec, topology);
    case 'mpft':
    case 'mrft':
    case 'multi-port-mpft':
    case 'rail-only':
      return planTwoLayers(spec, topology);
    case 'slim-fly':
      return planSlimFly(topology);
    case 'dragonfly':
      return planDragonfly(topology);
    case 'dragonfly-plus':
      return planDragonflyPlus(topology);
    case 'torus':
    case 'hyperx':
      return planLattice(topology);
    case 'optical-circuits':
      return planCircuits(spec, topology);
    case 'cabled':
      return planCabled(spec, topology);
    default:
      return assertUnreachable(topology);
  }
}

function planThreeLayers(spec: ClusterSpec, topology: PodTopology): ScaleOut {
  const layout = fatTreeLayoutOf(spec, topology);
  invariant(layout !== undefined, 'more NICs than three layers hold', {
    nodes: spec.nodes,
    switchPorts: topology.switchPorts,
  });
  return planFatTree(spec, topology, layout);
}

function planTwoLayers(spec: ClusterSpec, topology: Parameters<typeof closLayoutOf>[1]): ScaleOut {
  const layout = closLayoutOf(spec, topology);
  invariant(layout !== undefined, 'more NICs than two layers hold', {
    nodes: spec.nodes,
    kind: topology.kind,
    switchPorts: topology.switchPorts,
  });
  return planClos(spec, topology, layout);
}
