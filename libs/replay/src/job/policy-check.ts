/** Everything that can be wrong with a recovery policy, all at once. */
import { type IssueList } from '@railyard/base';
import {
  type Fields,
  checkBoolean,
  checkChoice,
  checkKeys,
  checkNumber,
  checkText,
  isFields,
} from '../faults/index.js';
import { DETECTOR_KINDS, type RecoveryPolicySpec } from './policy-spec.js';

const KEYS = [
  'name',
  'description',
  'checkpointIntervalS',
  'checkpointStallS',
  'checkpointPersistS',
  'checkpointLoadS',
  'retentionS',
  'retainedCheckpoints',
  'restartS',
  'inPlaceRestartS',
  'restartSigma',
  'drainS',
  'whenNoSpare',
  'networkFault',
  'flapWindowS',
  'faultsDuringRestart',
  'silentCorruption',
  'detectors',
  'stragglers',
  'quarantineAfterDrains',
];

/** Checks a document's recovery policy; when no issue was added it is one. */
export function checkRecoveryPolicy(input: unknown, issues: IssueList): input is RecoveryPolicySpec {
  const before = issues.issues.length;
  if (!isFields(input, issues, 'a recovery policy')) return false;
  checkKeys(input, KEYS, issues);
  checkText(input, 'name', issues);
  checkText(input, 'description', issues);
  const interval = checkNumber(input, 'checkpointIntervalS', { min: 1 }, issues);
  for (const key of ['checkpointStallS', 'checkpointLoadS', 'restartS', 'drainS', 'flapWindowS'])
    checkNumber(input, key, { min: 0 }, issues);
  checkNumber(input, 'restartSigma', { min: 0, max: 3 }, issues);
  if (checkNumber(input, 'checkpointPersistS', { min: 0 }, issues) && interval) {
    issues
      .at('checkpointPersistS')
      .require(
        Number(input.checkpointPersistS) <= Number(input.checkpointIntervalS),
        'persist-beyond-interval',
        'a checkpoint is not safe before the next one is taken',
        'lengthen the interval or write faster',
      );
  }
  checkNumber(input, 'inPlaceRestartS', { min: 0, optional: true }, issues);
  checkNumber(input, 'retentionS', { min: 0 }, issues);
  checkNumber(input, 'retainedCheckpoints', { min: 1, integer: true, optional: true }, issues);
  checkNumber(input, 'quarantineAfterDrains', { min: 0, integer: true }, issues);
  checkChoice(input, 'whenNoSpare', ['wait', 'shrink'], issues);
  checkChoice(input, 'networkFault', ['restart', 'reroute'], issues);
  checkChoice(input, 'silentCorruption', ['fail-stop', 'detect'], issues);
  checkChoice(input, 'stragglers', ['drain', 'tolerate'], issues);
  checkBoolean(input, 'faultsDuringRestart', issues);
  const { detectors } = input;
  if (
    issues
      .at('detectors')
      .require(
        Array.isArray(detectors),
        'not-a-list',
        '"detectors" is a list',
        'Write a list; empty for none.',
      )
  ) {
    (detectors as readonly unknown[]).forEach((detector, index) =>
      checkDetector(detector, issues.at('detectors').at(index)),
    );
  }
  return issues.issues.length === before;
}

function checkDetector(input: unknown, issues: IssueList): void {
  if (!isFields(input, issues, 'a detector')) return;
  checkKeys(
    input,
    ['kind', 'recall', 'delay', 'periodS', 'checkS', 'overheadFraction', 'provenance', 'source'],
    issues,
  );
  checkChoice(input, 'kind', DETECTOR_KINDS, issues);
  checkNumber(input, 'recall', { min: 0, max: 1 }, issues);
  checkNumber(input, 'overheadFraction', { min: 0, max: 0.5 }, issues);
  checkText(input, 'source', issues);
  const periodic = input.periodS !== undefined;
  issues.require(
    periodic !== (input.delay !== undefined),
    'delay-or-period',
    'a detector has a delay or a period',
    'give "delay", or "periodS" and "checkS"',
  );
  if (!periodic) return;
  checkNumber(input, 'periodS', { min: 1 }, issues);
  if (checkNumber(input, 'checkS', { min: 0 }, issues)) checkShare(input, issues);
}

function checkShare(input: Fields, issues: IssueList): void {
  issues
    .at('checkS')
    .require(
      Number(input.checkS) < Number(input.periodS) / 2,
      'check-beyond-period',
      'checks take more than half of the time',
      'lengthen the period',
    );
}
