/**
 * Collectives of a recorded profile as measured rows. A kernel's time holds the wait for the slowest peer, so
 * the shortest call of a size stands for it. A trace names the ranks of a group by their number alone: a row
 * is taken where that says on which nodes they are, for a job of one node or a group of the whole job; and
 * above 1 MiB, since a kernel's time has no launch, which latency constants include.
 */
import { MEBI } from '@railyard/base';
import { type RecordedProfile } from '@railyard/profile';
import { type TableRow } from '../kernels/index.js';
import { collectivesOfLog } from './collective-rows.js';
import { type CollectiveRow } from './measured-collective.js';
import { type MeasuredCluster } from './measured-clusters.js';

/** Names of nccl-tests. */
const NAMES: Readonly<Record<string, string>> = {
  'all-reduce': 'all_reduce',
  'all-gather': 'all_gather',
  'reduce-scatter': 'reduce_scatter',
  'all-to-all': 'alltoall',
};

type Calls = Pick<RecordedProfile, 'collectives' | 'worldSize'>;

/** None where the trace has no sizes, or does not say where the ranks are. */
export function collectivesOfProfile(profile: Calls, cluster: MeasuredCluster): CollectiveRow[] {
  const rows = profile.collectives.flatMap(({ operation, groupSize, bytes, shortestMs }): TableRow[] => {
    const op = NAMES[operation];
    const nodes = nodesOf(groupSize ?? 0, profile.worldSize, cluster.gpusPerNode);
    if (op === undefined || nodes === undefined || groupSize === null) return [];
    if (bytes === null || bytes <= MEBI || !(shortestMs > 0)) return [];
    return [
      {
        cluster: 'recorded profile',
        op,
        nodes: String(nodes),
        gpus_per_node: String(groupSize / nodes),
        size_bytes: String(bytes),
        time_us: String(shortestMs * 1e3),
      },
    ];
  });
  return collectivesOfLog({ rows }, cluster);
}

function nodesOf(members: number, worldSize: number, gpusPerNode: number): number | undefined {
  if (members < 2 || members > worldSize) return undefined;
  if (worldSize <= gpusPerNode) return 1;
  return members === worldSize && members % gpusPerNode === 0 ? members / gpusPerNode : undefined;
}
