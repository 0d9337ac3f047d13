/** Parts of the network that an experiment takes out: they exist, and what is left connects every GPU. */
import { type IssueList } from '@railyard/base';
import { type ClusterSpec, Fabric, capacityUnder, checkFaults, parseFault } from '@railyard/cluster';
import { type ExperimentDocument } from '../document.js';

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

/** The first node that has no path from the node before it. */
function firstUnreachable({ router }: Fabric, { nodes, gpusPerNode }: ClusterSpec): number | undefined {
  for (let node = 1; node < nodes; node += 1)
    for (let gpu = node * gpusPerNode; gpu < (node + 1) * gpusPerNode; gpu += 1)
      if (router.route(gpu - gpusPerNode, gpu) === undefined) return node;
  return undefined;
}
