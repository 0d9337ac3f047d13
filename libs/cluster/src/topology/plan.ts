/** From a cluster's definition to the plan of its scale-out network, whatever its kind. */
import { assertUnreachable, invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { closLayoutOf, downlinksOf, planClos } from './clos.js';
import { planDragonfly } from './dragonfly.js';
import { fatTreeLayout, planFatTree } from './fat-tree.js';
import { type ScaleOut } from './scale-out.js';
import { planSlimFly } from './slim-fly.js';

/** @throws InvariantError for a definition that `checkCluster` refuses. */
export function planScaleOut(spec: ClusterSpec): ScaleOut {
  const { topology } = spec;
  switch (topology.kind) {
    case 'fat-tree':
      if (topology.layers === 3) {
        const layout = fatTreeLayout(
          spec.nodes * spec.nic.perNode,
          topology.switchPorts,
          downlinksOf(topology),
        );
        invariant(layout !== undefined, 'more NICs than three layers hold', {
          nodes: spec.nodes,
          switchPorts: topology.switchPorts,
        });
        return planFatTree(topology.switchPorts, layout);
      }
      return planTwoLayers(spec, topology);
    case 'mpft':
    case 'mrft':
    case 'multi-port-mpft':
    case 'rail-only':
      return planTwoLayers(spec, topology);
    case 'slim-fly':
      return planSlimFly(topology);
    case 'dragonfly':
      return planDragonfly(topology);
    default:
      return assertUnreachable(topology);
  }
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
