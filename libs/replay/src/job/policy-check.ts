/**
 * What the schema of a recovery policy cannot say: rules between its values. Types, ranges and keys are the
 * schema's (libs/experiments/src/schema/replay.ts).
 */
import { type IssueList } from '@railyard/base';
import { type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';

/** Adds an issue for every rule that the policy breaks. */
export function checkRecoveryPolicy(
  { checkpointIntervalS, checkpointPersistS, detectors, tiers = [] }: RecoveryPolicySpec,
  issues: IssueList,
): void {
  issues
    .at('checkpointPersistS')
    .require(
      checkpointPersistS <= checkpointIntervalS,
      'persist-beyond-interval',
      `checkpointPersistS must be at most checkpointIntervalS = ${checkpointIntervalS} ` +
        `(got ${checkpointPersistS}).`,
      'Raise checkpointIntervalS: a checkpoint is safe before the next one is taken.',
    );
  tiers.forEach(({ intervalS, stallS, persistS }, index) => {
    const at = issues.at('tiers').at(index);
    at.at('stallS').require(
      stallS < intervalS,
      'stall-beyond-interval',
      `stallS must be below intervalS = ${intervalS} (got ${stallS}).`,
      'Raise intervalS: more time would go into copies than into training.',
    );
    at.at('persistS').require(
      persistS <= intervalS,
      'persist-beyond-interval',
      `persistS must be at most intervalS = ${intervalS} (got ${persistS}).`,
      'Raise intervalS: a copy is safe before the next one is taken.',
    );
    at.at('intervalS').require(
      intervalS <= checkpointIntervalS,
      'tier-beyond-storage',
      `intervalS must be at most checkpointIntervalS = ${checkpointIntervalS} (got ${intervalS}).`,
      'Leave the tier out: storage has a newer state.',
    );
  });
  detectors.forEach((detector, index) => checkDetector(detector, issues.at('detectors').at(index)));
}

function checkDetector({ delay, periodS, checkS }: SdcDetectorSpec, issues: IssueList): void {
  if (periodS === undefined || delay !== undefined) {
    issues.require(
      periodS === undefined && delay !== undefined,
      'delay-or-period',
      `A detector must have delay or periodS (got ${delay === undefined ? 'neither' : 'both'}).`,
      'Use delay, or periodS and checkS.',
    );
    return;
  }
  const at = issues.at('checkS');
  if (checkS === undefined)
    at.add('missing-key', 'checkS must be given with periodS.', 'Add the seconds that a check takes.');
  else
    at.require(
      checkS < periodS / 2,
      'check-beyond-period',
      `checkS must be below half of periodS = ${periodS} (got ${checkS}).`,
      'Raise periodS: checks would take more than half of the time.',
    );
}
