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

const tooShort = (statedS: number, neededS: number): boolean => statedS < TOLERANCE * neededS;

/**
 * The policy as the storage plane can keep it: a checkpoint takes at least as long to write and to read as
 * its bytes need, and the next one is not begun before it is written.
 */
export function policyOnStorage(needs: CheckpointNeeds, recovery: RecoveryPolicySpec): RecoveryPolicySpec {
  const kept = (statedS: number, neededS: number): number => (tooShort(statedS, neededS) ? neededS : statedS);
  const checkpointPersistS = kept(recovery.checkpointPersistS, needs.persistS);
  return {
    ...recovery,
    checkpointPersistS,
    checkpointLoadS: kept(recovery.checkpointLoadS, needs.loadS),
    checkpointIntervalS: Math.max(recovery.checkpointIntervalS, checkpointPersistS),
  };
}

/** What the storage cannot keep of a policy, and what is played in its place. */
export function checkpointWarnings(
  needs: CheckpointNeeds,
  recovery: RecoveryPolicySpec,
): readonly RunWarning[] {
  const size = `for ${needs.sizeTB.toFixed(2)} TB the storage plane needs`;
  const warnings: RunWarning[] = [];
  const warn = (message: string): void => void warnings.push({ code: 'faster-than-storage', message });
  const raised = (statedS: number, neededS: number, what: string): void => {
    if (tooShort(statedS, neededS))
      warn(
        `The policy ${what} a checkpoint in ${statedS} s, but ${size} ${neededS.toFixed(1)} s, which are ` +
          'played',
      );
  };
  raised(recovery.checkpointPersistS, needs.persistS, 'writes');
  raised(recovery.checkpointLoadS, needs.loadS, 'reads');
  const { checkpointIntervalS } = policyOnStorage(needs, recovery);
  if (checkpointIntervalS > recovery.checkpointIntervalS)
    warn(
      `The policy takes a checkpoint every ${recovery.checkpointIntervalS} s, before the last one is ` +
        `written: every ${checkpointIntervalS.toFixed(1)} s is played`,
    );
  return warnings;
}
