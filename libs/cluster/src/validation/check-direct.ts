/** Whether networks other than trees can be built: ports, connection, room for every NIC. */
import { type IssueList } from '@railyard/base';
import {
  type CircuitTopology,
  type ClusterSpec,
  type DragonflyPlusTopology,
  type LatticeTopology,
} from '../definition/index.js';
import { circuitLeaves, circuitSwitchesOf, latticeDegree, latticeSwitches } from '../topology/index.js';
import { wholeNumber } from './range-checks.js';

/**
 * Cables between switches, ten times those of the largest network of table 3: more would not fit the memory
 * of a small machine.
 */
const MOST_CABLES = 4_000_000;

export function checkCableCount(cables: number, issues: IssueList): void {
  issues.require(
    cables <= MOST_CABLES,
    'too-large',
    `Cables between switches must be at most ${MOST_CABLES} (got about ${Math.ceil(cables)}).`,
    'Use fewer groups, or smaller ones.',
  );
}

export function checkDragonflyPlus(
  spec: ClusterSpec | undefined,
  topology: DragonflyPlusTopology,
  issues: IssueList,
): void {
  const { groups, leaves, spines, endpointsPerLeaf, globalLinks, switchPorts } = topology;
  const most = Math.max(endpointsPerLeaf + spines, leaves + globalLinks);
  issues
    .at('switchPorts')
    .require(
      most <= switchPorts,
      'ports-exceeded',
      `switchPorts must be at least endpointsPerLeaf + spines and leaves + globalLinks = ${most} ` +
        `(got ${switchPorts}).`,
      'Use switches with more ports, or smaller groups.',
    );
  issues
    .at('groups')
    .require(
      groups <= spines * globalLinks + 1,
      'disconnected',
      `groups must be at most spines x globalLinks + 1 = ${spines * globalLinks + 1}, a link for ` +
        `each other group (got ${groups}).`,
      `Use at most ${spines * globalLinks + 1} groups, or more global links.`,
    );
  checkCableCount(groups * spines * (leaves + globalLinks / 2), issues.at('groups'));
  checkEndpoints(spec, groups * leaves * endpointsPerLeaf, issues.at('groups'));
}

export function checkLattice(
  spec: ClusterSpec | undefined,
  topology: LatticeTopology,
  issues: IssueList,
): void {
  const { kind, dimensions, endpointsPerSwitch, switchPorts, width } = topology;
  const at = issues.at('dimensions');
  const sound =
    at.require(
      dimensions.length > 0,
      'too-few',
      'dimensions must have at least one size (got none).',
      'Give the switches along each dimension, such as [4, 4, 4].',
    ) &&
    dimensions.every((size, index) => wholeNumber(size, at.at(index))) &&
    (width === undefined || wholeNumber(width, issues.at('width')));
  if (!sound) return;
  const degree = latticeDegree(topology);
  issues
    .at('switchPorts')
    .require(
      degree + endpointsPerSwitch <= switchPorts,
      'ports-exceeded',
      `switchPorts must be at least ${degree} for switches + ${endpointsPerSwitch} for NICs (got ` +
        `${switchPorts}).`,
      'Use switches with more ports, a smaller network, or fewer endpointsPerSwitch.',
    );
  // Paths are as long as the halves of a torus together, and at most 254 links (routing/switch-paths.ts).
  const longest = kind === 'torus' ? dimensions.reduce((sum, size) => sum + Math.floor(size / 2), 0) : 1;
  at.require(
    longest <= 200,
    'too-large',
    `dimensions must keep two switches within 200 links of each other (got ${longest}).`,
    'Use more dimensions, each smaller.',
  );
  checkCableCount((latticeSwitches(topology) * degree) / 2, at);
  checkEndpoints(spec, latticeSwitches(topology) * endpointsPerSwitch, at);
}

export function checkCircuits(
  spec: ClusterSpec | undefined,
  topology: CircuitTopology,
  issues: IssueList,
): void {
  const { leafDownlinks, switchPorts, circuitSwitches } = topology;
  if (circuitSwitches !== undefined && !wholeNumber(circuitSwitches, issues.at('circuitSwitches'))) return;
  const fits = issues
    .at('leafDownlinks')
    .require(
      leafDownlinks + (circuitSwitches ?? 1) <= switchPorts,
      'ports-exceeded',
      `Ports of a leaf, leafDownlinks and circuitSwitches, must be at most switchPorts = ` +
        `${switchPorts} (got ` +
        `${leafDownlinks} + ${circuitSwitches ?? 1}).`,
      'Leave a port for each circuit switch.',
    );
  if (!fits || spec === undefined) return;
  const leaves = circuitLeaves(spec, topology);
  // Two rounds of a round robin after each other make one ring (or path) through all leaves; one round
  // only pairs.
  const least = Math.min(2, leaves - 1);
  issues
    .at('circuitSwitches')
    .require(
      circuitSwitchesOf(topology) >= least,
      'disconnected',
      `circuitSwitches must be at least ${least} to join ${leaves} leaves (got ` +
        `${circuitSwitchesOf(topology)}).`,
      'Use more circuit switches, or larger leaves.',
    );
}

export function checkEndpoints(spec: ClusterSpec | undefined, endpoints: number, issues: IssueList): void {
  if (spec === undefined) return;
  const nics = spec.nodes * spec.nic.perNode;
  issues.require(
    nics <= endpoints,
    'ports-exceeded',
    `NICs must be at most the ${endpoints} endpoints of the network (got ${nics}).`,
    'Use a larger network, or fewer nodes.',
  );
}
