/** What a checkpoint of the job needs, next to what the policy of a replay states. */
import { type RecoveryPolicySpec, withInterval } from '@railyard/replay';
import { type JobOnMachine } from '../job/index.js';
import { type CheckpointNeeds } from '../replay-result.js';
import { type RunWarning } from '../result.js';

export function checkpointNeeds({ checkpoint }: JobOnMachine): CheckpointNeeds {
  const { bytes, writeSeconds, readSeconds } = checkpoint;
  return { sizeTB: bytes / 1e12, persistS: writeSeconds, loadS: readSeconds };
}

/**
 * The policy as the storage plane can keep it: a checkpoint takes at least as long to write and to read as
 * its bytes need, and the next one is not begun before it is written.
 */
export function policyOnStorage(needs: CheckpointNeeds, recovery: RecoveryPolicySpec): RecoveryPolicySpec {
  const checkpointPersistS = Math.max(recovery.checkpointPersistS, needs.persistS);
  const checkpointLoadS = Math.max(recovery.checkpointLoadS, needs.loadS);
  return withInterval({ ...recovery, checkpointPersistS, checkpointLoadS }, recovery.checkpointIntervalS);
}

/** What the storage cannot keep of a policy, and what is played in its place. */
export function checkpointWarnings(
  needs: CheckpointNeeds,
  recovery: RecoveryPolicySpec,
): readonly RunWarning[] {
  const size = `the ${needs.sizeTB.toFixed(2)} TB of a checkpoint`;
  const warnings: RunWarning[] = [];
  const warn = (message: string): void => void warnings.push({ code: 'faster-than-storage', message });
  const raised = (key: 'checkpointPersistS' | 'checkpointLoadS', neededS: number, verb: string): void => {
    if (recovery[key] < neededS)
      warn(
        `${key} must be at least the ${neededS.toFixed(2)} s that the storage plane needs to ` +
          `${verb} ${size} (got ${recovery[key]}): the time of the storage plane is played.`,
      );
  };
  raised('checkpointPersistS', needs.persistS, 'write');
  raised('checkpointLoadS', needs.loadS, 'read');
  const { checkpointIntervalS } = policyOnStorage(needs, recovery);
  if (checkpointIntervalS > recovery.checkpointIntervalS)
    warn(
      `checkpointIntervalS must be at least the ${checkpointIntervalS.toFixed(2)} s that writing takes ` +
        `(got ${recovery.checkpointIntervalS}): a checkpoint every ${checkpointIntervalS.toFixed(2)} s ` +
        'is played.',
    );
  return warnings;
}
