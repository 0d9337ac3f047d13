/** What a checkpoint of the job needs, beside what the policy of a replay states. */
import { checkpointTraffic, simulateStep } from '@railyard/parallelism';
import { type RecoveryPolicySpec } from '@railyard/replay';
import { type CheckpointNeeds } from '../replay-result.js';
import { type RunWarning } from '../result.js';
import { type ReplayedDocument } from './replay-request.js';

export function checkpointNeeds({ cluster, workload, seed }: ReplayedDocument): CheckpointNeeds {
  const { bytes, writeSeconds, readSeconds } = checkpointTraffic(
    simulateStep(cluster, workload, seed),
    workload,
  );
  return { sizeTB: bytes / 1e12, persistS: writeSeconds, loadS: readSeconds };
}

/** Policies state their times; those that the storage cannot keep are told. */
export function checkpointWarnings(
  needs: CheckpointNeeds,
  recovery: RecoveryPolicySpec,
): readonly RunWarning[] {
  const TOLERANCE = 0.95;
  const told = (stated: number, needed: number, what: string): readonly RunWarning[] =>
    stated >= TOLERANCE * needed
      ? []
      : [
          {
            code: 'faster-than-storage',
            message:
              `The policy ${what} a checkpoint in ${stated} s; for ${needs.sizeTB.toFixed(2)} TB ` +
              `the storage plane needs ${needed.toFixed(1)} s`,
          },
        ];
  return [
    ...told(recovery.checkpointPersistS, needs.persistS, 'writes'),
    ...told(recovery.checkpointLoadS, needs.loadS, 'reads'),
  ];
}
