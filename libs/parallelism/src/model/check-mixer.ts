/** What makes a user-defined mixer impossible. */
import { type IssueList, assertUnreachable } from '@railyard/base';
import { wholeNumbers } from './whole-numbers.js';
import {
  type CompressedAttentionSpec,
  type GroupedAttentionSpec,
  type IndexerSpec,
  type LatentAttentionSpec,
  type MixerSpec,
} from './mixer-spec.js';

export function checkMixer(mixer: MixerSpec, issues: IssueList): void {
  switch (mixer.kind) {
    case 'mla':
      return checkLatent(mixer, issues);
    case 'gqa':
      return checkGrouped(mixer, issues);
    case 'compressed':
      return checkCompressed(mixer, issues);
    case 'mamba2':
      if (wholeNumbers(issues, mixer, ['heads', 'headDim', 'stateDim', 'groups'], 1))
        requireDivisor(issues.at('groups'), 'groups', mixer.groups, 'heads', mixer.heads);
      return;
    case 'delta-net':
      if (wholeNumbers(issues, mixer, ['keyHeads', 'valueHeads', 'keyHeadDim', 'valueHeadDim'], 1))
        requireDivisor(issues.at('keyHeads'), 'keyHeads', mixer.keyHeads, 'value heads', mixer.valueHeads);
      return;
    case 'linear':
      wholeNumbers(issues, mixer, ['heads', 'headDim'], 1);
      return;
    case 'none':
      return;
    default:
      return assertUnreachable(mixer);
  }
}

function checkIndexer(indexer: IndexerSpec | undefined, issues: IssueList): void {
  if (indexer !== undefined) wholeNumbers(issues.at('indexer'), indexer, ['heads', 'headDim', 'topK'], 1);
}

function checkLatent(mixer: LatentAttentionSpec, issues: IssueList): void {
  wholeNumbers(issues, mixer, ['heads', 'keyValueRank', 'nopeHeadDim', 'ropeHeadDim', 'valueHeadDim'], 1);
  wholeNumbers(issues, mixer, ['queryRank'], 0);
  checkIndexer(mixer.indexer, issues);
}

function checkGrouped(mixer: GroupedAttentionSpec, issues: IssueList): void {
  if (!wholeNumbers(issues, mixer, ['heads', 'keyValueHeads', 'headDim'], 1)) return;
  requireDivisor(issues.at('keyValueHeads'), 'keyValueHeads', mixer.keyValueHeads, 'heads', mixer.heads);
  issues
    .at('chunk')
    .require(
      mixer.chunk === undefined || mixer.window === undefined,
      'contradiction',
      `chunk must be absent where a window is given (got chunk ${mixer.chunk} and window ${mixer.window}).`,
      'Use one of the two.',
    );
}

function checkCompressed(mixer: CompressedAttentionSpec, issues: IssueList): void {
  const counts = ['heads', 'headDim', 'queryRank', 'outputGroups', 'outputRank', 'window'] as const;
  if (!wholeNumbers(issues, mixer, counts, 1) || !wholeNumbers(issues, mixer, ['ratio'], 0)) return;
  requireDivisor(issues.at('outputGroups'), 'outputGroups', mixer.outputGroups, 'heads', mixer.heads);
  checkIndexer(mixer.indexer, issues);
  issues
    .at('indexer')
    .require(
      mixer.indexer === undefined || mixer.ratio > 0,
      'contradiction',
      'indexer must be left out where nothing is compressed (got ratio 0).',
      'Set ratio, or leave indexer out.',
    );
}

function requireDivisor(at: IssueList, key: string, part: number, of: string, whole: number): void {
  at.require(
    whole % part === 0,
    'not-divisible',
    `${key} must divide the ${whole} ${of} (got ${part}).`,
    `Use a divisor of ${whole}.`,
  );
}
