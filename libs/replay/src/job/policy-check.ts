/**
 * What the schema of a recovery policy cannot say: rules between its values. Types, ranges and keys are the
 * schema's (libs/experiments/src/schema/replay.ts).
 */
import { type IssueList } from '@railyard/base';
import { type RecoveryPolicySpec, type SdcDetectorSpec } from './policy-spec.js';

/** Adds an issue for every rule that the policy breaks. */
export function checkRecoveryPolicy(
  { checkpointIntervalS, checkpointPersistS, detectors }: RecoveryPolicySpec,
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
