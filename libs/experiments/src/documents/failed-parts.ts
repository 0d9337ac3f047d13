/**
 * Parts of the network that an experiment takes out, all the while or for some of it: they exist, and what is
 * left connects every GPU.
 */
import { IssueList } from '@railyard/base';
import {
  type ClusterSpec,
  Fabric,
  capacityUnder,
  checkFaults,
  checkFlaps,
  parseFault,
} from '@railyard/cluster';
import { type ExperimentDocument } from '../document.js';
import { parseStepFlap } from '../flap/index.js';

/** @param issues of a document whose cluster can be built if nothing was reported of it */
export function checkFail(
  { cluster, replay }: ExperimentDocument,
  fail: readonly string[],
  issues: IssueList,
): void {
  const at = issues.at('fail');
  at.require(
    replay === undefined,
    'conflict',
    'fail must be left out of an experiment with a replay, which draws faults of its own.',
    'Remove one of them.',
  );
  if (issues.issues.length > 0) return;
  checkLosses(cluster, fail, at);
}

/** Names and shares of parts, and paths without them. @param cluster that can be built */
export function checkLosses(cluster: ClusterSpec, fail: readonly string[], at: IssueList): void {
  const whole = new Fabric(cluster);
  const faults = fail.map(parseFault);
  const before = at.issues.length;
  checkFaults(whole.graph, faults, at);
  if (at.issues.length > before) return;
  const lost = firstUnreachable(whole.withCapacity(capacityUnder(whole.graph, faults)), cluster);
  at.require(
    lost === undefined,
    'disconnected',
    `fail must leave a path between any two GPUs (node:${lost} has none to the node before it).`,
    'Remove some of the parts.',
  );
}

/** @param issues as for `checkFail` */
export function checkFlap(
  { cluster, fail = [], flap = [], reroute }: ExperimentDocument,
  issues: IssueList,
): void {
  const at = issues.at('flap');
  issues
    .at('reroute')
    .require(
      reroute === undefined || flap.length > 0,
      'unused',
      `reroute must be given with flap (got ${reroute}).`,
      'Add `flap`; traffic has left what is in `fail` already.',
    );
  if (issues.issues.length > 0 || flap.length === 0) return;
  const faults = fail.map(parseFault);
  const whole = new Fabric(cluster);
  const capacity = capacityUnder(whole.graph, faults);
  const flaps = flap.map(parseStepFlap);
  // Each is a flap by itself, so that one part may flap in several ways.
  flaps.forEach((one, index) => checkFlapAlone(whole, one, at.at(index), flap[index] ?? ''));
  if (issues.issues.length > 0 || reroute === undefined) return;
  flaps.forEach(({ part, element, remaining, durationSeconds }, index) => {
    if (remaining > 0 || durationSeconds <= reroute) return;
    const left = whole.withCapacity(capacityUnder(whole.graph, [{ element, remaining }], capacity));
    const lost = firstUnreachable(left, cluster);
    at.at(index).require(
      lost === undefined,
      'disconnected',
      `Traffic must have another way than ${part} (node:${lost} has none to the node before it).`,
      'Leave `reroute` out: traffic then waits for the part.',
    );
  });
}

function checkFlapAlone(
  { graph }: Fabric,
  flap: ReturnType<typeof parseStepFlap>,
  issues: IssueList,
  text: string,
): void {
  const found = new IssueList();
  checkFlaps(graph, [flap], found);
  for (const { code, message } of found.issues)
    issues.require(
      false,
      code,
      code === 'no-time' ? `A flap must have a positive duration in seconds (got ${text}).` : message,
      'Use a form such as node:0/nic:2+3, at any moment for 3 s, or node:0/nic:2@4+3, from 4 s on.',
    );
}

/** The first node that has no path from the node before it. */
function firstUnreachable({ router }: Fabric, { nodes, gpusPerNode }: ClusterSpec): number | undefined {
  for (let node = 1; node < nodes; node += 1)
    for (let gpu = node * gpusPerNode; gpu < (node + 1) * gpusPerNode; gpu += 1)
      if (router.route(gpu - gpusPerNode, gpu) === undefined) return node;
  return undefined;
}
