/** What a checkpoint of the job needs, next to what the policy of a replay states. */
import { type RecoveryPolicySpec } from '@railyard/replay';
import { type JobOnMachine } from '../job/index.js';
import { type CheckpointNeeds } from '../replay-result.js';
import { type RunWarning } from '../result.js';

export function checkpointNeeds({ checkpoint }: JobOnMachine): CheckpointNeeds {
  const { bytes, writeSeconds, readSeconds } = checkpoint;
  return { sizeTB: bytes / 1e12, persistS: writeSeconds, loadS: readSeconds };
}

/** A stated time may be this share of the needed one before it is called too short. */
const TOLERANCE = 0.95;

/** Policies state their times; those that the storage cannot keep are warned of. */
export function checkpointWarnings(
  needs: CheckpointNeeds,
  recovery: RecoveryPolicySpec,
): readonly RunWarning[] {
  const tooShort = (stated: number, needed: number, what: string): readonly RunWarning[] =>
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
    ...tooShort(recovery.checkpointPersistS, needs.persistS, 'writes'),
    ...tooShort(recovery.checkpointLoadS, needs.loadS, 'reads'),
  ];
}
