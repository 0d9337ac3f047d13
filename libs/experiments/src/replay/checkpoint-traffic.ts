/** What a checkpoint of the job weighs, and what the storage plane needs for it; training traffic does not share that plane (paper, section 5.1). */
import { type ClusterSpec } from '@railyard/cluster';
import { STATE_RECIPES, type WorkloadSpec, parameterCounts } from '@railyard/parallelism';
import { type RecoveryPolicySpec, checkpointTimes } from '@railyard/replay';
import { type CheckpointTraffic } from '../replay-result.js';
import { type RunWarning } from '../result.js';

/** Master weights and moments of every parameter; the weights that kernels read follow from them. */
export function checkpointTraffic(cluster: ClusterSpec, workload: WorkloadSpec): CheckpointTraffic {
  const bytes = parameterCounts(workload.model).total * STATE_RECIPES[workload.precision].optimizer.value;
  return { sizeTB: bytes / 1e12, ...checkpointTimes(bytes, cluster.nodes, cluster.storage) };
}

/** Policies state their times; those that the storage cannot keep are told. */
export function checkpointWarnings(traffic: CheckpointTraffic, recovery: RecoveryPolicySpec): readonly RunWarning[] {
  const TOLERANCE = 0.95;
  const told = (stated: number, needed: number, what: string): readonly RunWarning[] => (stated >= TOLERANCE * needed ? [] : [{
    code: 'faster-than-storage',
    message: `The policy ${what} a checkpoint in ${stated} s; for ${traffic.sizeTB.toFixed(2)} TB the storage plane needs ${needed.toFixed(1)} s`,
  }]);
  return [...told(recovery.checkpointPersistS, traffic.persistS, 'writes'), ...told(recovery.checkpointLoadS, traffic.loadS, 'reads')];
}
