/**
 * Whether a network can be built for a cluster: ports of every switch, ports for every NIC, one connected
 * whole.
 */
import { type IssueList } from '@railyard/base';
import {
  closLayoutOf,
  type ClosTopology,
  downlinksOf,
  fatTreeLayout,
  nearestSlimFly,
  slimFlyCounts,
  slimFlyExists,
} from '../topology/index.js';
import { type ClusterSpec, type TopologyKind, type TopologySpec } from '../definition/index.js';
import { oneOf, wholeNumber } from './range-checks.js';

/**
 * What a cluster is wanted for: to be built and simulated, or only to be counted and priced, for which a
 * formula is enough.
 */
export type ClusterPurpose = 'simulation' | 'counts';

/** Keys that hold a count, and the least each may be. */
const COUNTS: Readonly<Record<TopologyKind, Readonly<Record<string, number>>>> = {
  mpft: { planes: 1, switchPorts: 2 },
  mrft: { switchPorts: 2 },
  'fat-tree': { switchPorts: 2 },
  'multi-port-mpft': { planes: 1, switchPorts: 2 },
  'rail-only': { switchPorts: 2 },
  'slim-fly': { q: 4, endpointsPerSwitch: 1, switchPorts: 2 },
  dragonfly: { p: 1, a: 1, h: 0, g: 1, switchPorts: 2 },
};

/**
 * Cables between switches, ten times those of the largest network of table 3: more would not fit the memory
 * of a small machine.
 */
const MOST_CABLES = 4_000_000;

/** `spec` is undefined when its own counts are wrong: only the topology by itself is checked then. */
export function checkTopology(
  spec: ClusterSpec | undefined,
  topology: TopologySpec,
  issues: IssueList,
  purpose: ClusterPurpose = 'simulation',
): void {
  if (!oneOf(topology.kind, Object.keys(COUNTS), 'unknown-topology', issues.at('kind'))) return;
  const values = topology as unknown as Readonly<Record<string, number>>;
  const sound =
    Object.entries(COUNTS[topology.kind]).filter(
      ([key, least]) => !wholeNumber(values[key], issues.at(key), least),
    ).length === 0;
  if (!sound) return;
  switch (topology.kind) {
    case 'slim-fly':
      return checkSlimFly(spec, topology, issues, purpose);
    case 'dragonfly':
      return checkDragonfly(spec, topology, issues);
    default:
      return checkTree(spec, topology, issues);
  }
}

function checkTree(spec: ClusterSpec | undefined, topology: ClosTopology, issues: IssueList): void {
  if (
    topology.kind === 'fat-tree' &&
    !issues
      .at('layers')
      .require(
        topology.layers === 2 || topology.layers === 3,
        'out-of-range',
        `layers must be 2 or 3 (got ${topology.layers}).`,
        'Use 2 or 3.',
      )
  )
    return;
  if (!checkDownlinks(topology, issues) || spec === undefined) return;
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
  const threeLayers = topology.kind === 'fat-tree' && topology.layers === 3;
  const fits = threeLayers
    ? fatTreeLayout(spec.nodes * spec.nic.perNode, topology.switchPorts, downlinksOf(topology)) !== undefined
    : closLayoutOf(spec, topology) !== undefined;
  if (fits) return;
  const most = mostNodes(spec, topology);
  issues
    .at('switchPorts')
    .add(
      'ports-exceeded',
      `A ${threeLayers ? 'three-layer fat-tree' : topology.kind} of ${topology.switchPorts}-port switches ` +
        `must have at most ${most} nodes of ${spec.nic.perNode} NICs (got ${spec.nodes}).`,
      `Use ${['switches with more ports', ...largerNetworks(spec, topology)].join(', ')}, or fewer nodes.`,
    );
}

/**
 * Networks of the same switches that take more NICs. A multi-port NIC is on every plane, so more planes take
 * no more of them.
 */
function largerNetworks({ nic }: ClusterSpec, topology: ClosTopology): readonly string[] {
  if (topology.kind === 'rail-only' || (topology.kind === 'fat-tree' && topology.layers === 3)) return [];
  if (topology.kind === 'mpft' && topology.planes < nic.perNode)
    return ['more planes', 'a three-layer fat-tree'];
  const onePlane = topology.kind === 'mrft' || topology.kind === 'fat-tree';
  return onePlane && nic.perNode > 1 ? ['an mpft', 'a three-layer fat-tree'] : ['a three-layer fat-tree'];
}

/** Leaves need ports both ways, spines of three layers half of them. */
function checkDownlinks(topology: ClosTopology, issues: IssueList): boolean {
  const { switchPorts } = topology;
  if (topology.kind === 'rail-only') return true;
  const halved =
    topology.leafDownlinks === undefined || (topology.kind === 'fat-tree' && topology.layers === 3);
  const halves = topology.leafDownlinks === undefined ? ['NICs', 'spines'] : ['leaves', 'cores'];
  if (
    halved &&
    !issues
      .at('switchPorts')
      .require(
        switchPorts % 2 === 0,
        'does-not-divide',
        `switchPorts must be even, half for ${halves[0]} and half for ${halves[1]} (got ${switchPorts}).`,
        'Use an even number of ports.',
      )
  )
    return false;
  if (topology.leafDownlinks === undefined) return true;
  if (!wholeNumber(topology.leafDownlinks, issues.at('leafDownlinks'))) return false;
  return issues
    .at('leafDownlinks')
    .require(
      topology.leafDownlinks < switchPorts,
      'disconnected',
      `leafDownlinks must be below switchPorts = ${switchPorts} (got ${topology.leafDownlinks}).`,
      'Leave ports for uplinks to spines.',
    );
}

/** Two layers join k leaves at most: a spine has one port for each; three layers k pods of k/2. */
function mostNodes(spec: ClusterSpec, topology: ClosTopology): number {
  const { switchPorts } = topology;
  const rails = spec.nic.perNode;
  const downlinks = topology.kind === 'rail-only' ? switchPorts : downlinksOf(topology);
  switch (topology.kind) {
    case 'rail-only':
      return switchPorts;
    case 'mpft':
      return Math.floor((switchPorts * downlinks * topology.planes) / rails);
    case 'mrft':
      return Math.floor(switchPorts / rails) * downlinks;
    case 'multi-port-mpft':
      return Math.floor((switchPorts * downlinks) / rails);
    case 'fat-tree':
      return Math.floor(
        ((topology.layers === 3 ? (switchPorts * switchPorts) / 2 : switchPorts) * downlinks) / rails,
      );
  }
}

function checkSlimFly(
  spec: ClusterSpec | undefined,
  topology: Extract<TopologySpec, { kind: 'slim-fly' }>,
  issues: IssueList,
  purpose: ClusterPurpose,
): void {
  const { q, endpointsPerSwitch, switchPorts } = topology;
  const counts = slimFlyCounts(q);
  if (counts === undefined || (purpose === 'simulation' && !slimFlyExists(q))) {
    const { below, above } = nearestSlimFly(q);
    const closedForm =
      counts === undefined
        ? 'for q = 4w + 2 there is no closed form either'
        : 'counts and cost alone can still be had from the closed form (`railyard network cost`)';
    issues
      .at('q')
      .add(
        'not-a-prime-power',
        `q must be a prime power for which a Slim Fly graph exists (got ${q}).`,
        `Use ${below === undefined ? '' : `q = ${below} or `}q = ${above}; ${closedForm}.`,
      );
    return;
  }
  const { degree, routers } = counts;
  issues
    .at('switchPorts')
    .require(
      degree + endpointsPerSwitch <= switchPorts,
      'ports-exceeded',
      `switchPorts must be at least ${degree} for switches + ${endpointsPerSwitch} for NICs ` +
        `(got ${switchPorts}).`,
      'Use switches with more ports, a smaller q, or fewer endpointsPerSwitch.',
    );
  checkEndpoints(spec, routers * endpointsPerSwitch, issues.at('endpointsPerSwitch'));
}

function checkDragonfly(
  spec: ClusterSpec | undefined,
  topology: Extract<TopologySpec, { kind: 'dragonfly' }>,
  issues: IssueList,
): void {
  const { p, a, h, g, switchPorts } = topology;
  issues
    .at('switchPorts')
    .require(
      p + a - 1 + h <= switchPorts,
      'ports-exceeded',
      `switchPorts must be at least p + a - 1 + h = ${p + a - 1 + h} (got ${switchPorts}).`,
      'Use switches with more ports, or smaller p, a or h.',
    );
  issues
    .at('g')
    .require(
      g <= a * h + 1,
      'disconnected',
      `g must be at most a x h + 1 = ${a * h + 1}, a global link for each other group (got ${g}).`,
      `Use at most ${a * h + 1} groups, or more global links.`,
    );
  const cables = (a * g * (a - 1 + h)) / 2;
  issues
    .at('g')
    .require(
      cables <= MOST_CABLES,
      'too-large',
      `Cables between switches must be at most ${MOST_CABLES} (got about ${Math.ceil(cables)}).`,
      'Use fewer groups, or smaller ones.',
    );
  checkEndpoints(spec, p * a * g, issues.at('g'));
}

function checkEndpoints(spec: ClusterSpec | undefined, endpoints: number, issues: IssueList): void {
  if (spec === undefined) return;
  const nics = spec.nodes * spec.nic.perNode;
  issues.require(
    nics <= endpoints,
    'ports-exceeded',
    `NICs must be at most the ${endpoints} endpoints of the network (got ${nics}).`,
    'Use a larger network, or fewer nodes.',
  );
}
