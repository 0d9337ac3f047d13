/**
 * Whether a network can be built for a cluster: ports of every switch, ports for every NIC, one connected
 * whole.
 */
import { type IssueList } from '@railyard/base';
import { nearestSlimFly, slimFlyCounts, slimFlyExists } from '../topology/index.js';
import { type ClusterSpec, type TopologyKind, type TopologySpec } from '../definition/index.js';
import { checkCabled } from './check-cabled.js';
import {
  checkCableCount,
  checkCircuits,
  checkDragonflyPlus,
  checkEndpoints,
  checkLattice,
} from './check-direct.js';
import { checkTree } from './check-tree.js';
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
  'rail-optimized': { switchPorts: 2 },
  'dragonfly-plus': { groups: 1, leaves: 1, spines: 1, endpointsPerLeaf: 1, globalLinks: 0, switchPorts: 2 },
  torus: { endpointsPerSwitch: 1, switchPorts: 2 },
  hyperx: { endpointsPerSwitch: 1, switchPorts: 2 },
  'optical-circuits': { switchPorts: 2, leafDownlinks: 1 },
  cabled: { switchPorts: 1 },
};

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
    case 'dragonfly-plus':
      return checkDragonflyPlus(spec, topology, issues);
    case 'torus':
    case 'hyperx':
      return checkLattice(spec, topology, issues);
    case 'optical-circuits':
      return checkCircuits(spec, topology, issues);
    case 'cabled':
      return checkCabled(spec, topology, issues);
    default:
      return checkTree(spec, topology, issues);
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
  checkCableCount(cables, issues.at('g'));
  checkEndpoints(spec, p * a * g, issues.at('g'));
}
