/** Whether a tree can be built for a cluster: ports of its leaves, pods and rails, and room for every NIC. */
import { type IssueList } from '@railyard/base';
import {
  closLayoutOf,
  type ClosTopology,
  fatTreeLayoutOf,
  nicsOfLeaf,
  podLeavesOf,
  type PodTopology,
} from '../topology/index.js';
import { type ClusterSpec } from '../definition/index.js';
import { checkLeafPorts } from './check-leaf-ports.js';
import { wholeNumber } from './range-checks.js';

export function checkTree(spec: ClusterSpec | undefined, topology: ClosTopology, issues: IssueList): void {
  const layers = 'layers' in topology ? topology.layers : 2;
  const known = issues
    .at('layers')
    .require(
      layers === 2 || layers === 3,
      'out-of-range',
      `layers must be 2 or 3 (got ${layers}).`,
      'Use 2 or 3.',
    );
  if (!known || !checkLeafPorts(topology, issues) || !checkPods(topology, issues) || spec === undefined)
    return;
  if (topology.kind === 'rail-optimized' && !checkRails(spec, topology, issues)) return;
  if (topology.kind === 'mpft' && spec.nic.perNode % topology.planes !== 0) {
    issues
      .at('planes')
      .add(
        'does-not-divide',
        `planes must divide nic.perNode = ${spec.nic.perNode} (got ${topology.planes}).`,
        'Use a number of planes that divides the NICs of a node.',
      );
    return;
  }
  const three = threeLayers(topology);
  const fits = three
    ? fatTreeLayoutOf(spec, three) !== undefined
    : closLayoutOf(spec, topology) !== undefined;
  if (fits) return;
  const most = mostNodes(spec, topology);
  issues
    .at('switchPorts')
    .add(
      'ports-exceeded',
      `A ${three ? 'three-layer ' : ''}${topology.kind} of ${topology.switchPorts}-port switches ` +
        `must have at most ${most} nodes of ${spec.nic.perNode} NICs (got ${spec.nodes}).`,
      `Use ${['switches with more ports', ...largerNetworks(spec, topology)].join(', ')}, or fewer nodes.`,
    );
}

/**
 * Networks of the same switches that take more NICs. A multi-port NIC is on every plane, so more planes take
 * no more of them.
 */
function largerNetworks(spec: ClusterSpec, topology: ClosTopology): readonly string[] {
  const { nic } = spec;
  if (topology.kind === 'rail-only' || threeLayers(topology)) return [];
  if (topology.kind === 'rail-optimized')
    // Every rail has leaves of its own, and a spine a port for each.
    return closLayoutOf(spec, { ...topology, rails: 1 }) === undefined
      ? ['three layers']
      : ['fewer rails', 'three layers'];
  if (topology.kind === 'mpft' && topology.planes < nic.perNode)
    return ['more planes', 'a three-layer fat-tree'];
  const onePlane = topology.kind === 'mrft' || topology.kind === 'fat-tree';
  return onePlane && nic.perNode > 1 ? ['an mpft', 'a three-layer fat-tree'] : ['a three-layer fat-tree'];
}

/** The topology as one with pods; undefined where it has two layers. */
function threeLayers(topology: ClosTopology): PodTopology | undefined {
  return 'layers' in topology && topology.layers === 3 ? topology : undefined;
}

/**
 * Two layers join k leaves at most: a spine has one port for each; three layers as many pods as a core has
 * ports.
 */
function mostNodes(spec: ClusterSpec, topology: ClosTopology): number {
  const { switchPorts } = topology;
  const perNode = spec.nic.perNode;
  if (topology.kind === 'rail-only') return switchPorts;
  const nics = nicsOfLeaf(spec, topology);
  const pods = threeLayers(topology);
  const leaves =
    switchPorts * (pods === undefined ? 1 : (podLeavesOf(spec, pods) ?? Math.floor(switchPorts / 2)));
  switch (topology.kind) {
    case 'mpft':
      return Math.floor((leaves * nics * topology.planes) / perNode);
    case 'mrft':
    case 'rail-optimized': {
      const rails = topology.kind === 'mrft' ? perNode : (topology.rails ?? perNode);
      return Math.floor((Math.floor(leaves / rails) * nics * rails) / perNode);
    }
    case 'multi-port-mpft':
    case 'fat-tree':
      return Math.floor((leaves * nics) / perNode);
  }
}

/** Leaves of a pod leave ports of its spines for cores. */
function checkPods(topology: ClosTopology, issues: IssueList): boolean {
  if (!('layers' in topology)) return true;
  const { podLeaves, spineUplinks, switchPorts, layers } = topology;
  const given = (
    [
      ['podLeaves', podLeaves],
      ['spineUplinks', spineUplinks],
    ] as const
  ).filter(([, value]) => value !== undefined);
  if (given.some(([key, value]) => value === undefined || !wholeNumber(value, issues.at(key)))) return false;
  if (layers === 2) {
    for (const [key] of given)
      issues
        .at(key)
        .add(
          'not-applicable',
          `${key} must be left out of two layers, which have no pods.`,
          'Use layers: 3.',
        );
    return given.length === 0;
  }
  const down = podLeaves ?? Math.floor(switchPorts / 2);
  return issues
    .at(podLeaves === undefined ? 'spineUplinks' : 'podLeaves')
    .require(
      down + (spineUplinks ?? 1) <= switchPorts,
      'ports-exceeded',
      `Ports of a spine, podLeaves and spineUplinks, must be at most switchPorts = ${switchPorts} ` +
        `(got ${down} + ` +
        `${spineUplinks ?? 1}).`,
      'Use smaller pods, or fewer uplinks of a spine.',
    );
}

function checkRails(
  spec: ClusterSpec,
  topology: Extract<ClosTopology, { kind: 'rail-optimized' }>,
  issues: IssueList,
): boolean {
  const { rails = spec.nic.perNode, podLeaves } = topology;
  const divides = issues
    .at('rails')
    .require(
      Number.isSafeInteger(rails) && rails > 0 && spec.nic.perNode % rails === 0,
      'does-not-divide',
      `rails must divide nic.perNode = ${spec.nic.perNode} (got ${rails}).`,
      'Use a number of rails that divides the NICs of a node.',
    );
  if (!divides || podLeaves === undefined) return divides;
  return issues
    .at('podLeaves')
    .require(
      podLeaves % rails === 0,
      'does-not-divide',
      `podLeaves must be a multiple of the ${rails} rails (got ${podLeaves}).`,
      'Use as many leaves of every rail in a pod.',
    );
}
