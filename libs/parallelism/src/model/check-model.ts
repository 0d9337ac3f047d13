/** What makes a user-defined model impossible. Types and unknown keys are the document schema's business. */
import { type IssueList } from '@railyard/base';
import { wholeNumber } from '@railyard/cluster';
import { type ModelSpec } from './model-spec.js';

function wholeNumbers(issues: IssueList, record: object, keys: readonly string[], least: number): boolean {
  let valid = true;
  for (const key of keys)
    valid = wholeNumber(Reflect.get(record, key) as number, issues.at(key), least) && valid;
  return valid;
}

function checkAttention(model: ModelSpec, issues: IssueList): void {
  const { attention } = model;
  if (attention.kind === 'mla') {
    wholeNumbers(
      issues,
      attention,
      ['heads', 'queryRank', 'keyValueRank', 'nopeHeadDim', 'ropeHeadDim', 'valueHeadDim'],
      1,
    );
    return;
  }
  if (!wholeNumbers(issues, attention, ['heads', 'keyValueHeads', 'headDim'], 1)) return;
  issues
    .at('keyValueHeads')
    .require(
      attention.heads % attention.keyValueHeads === 0,
      'not-divisible',
      `keyValueHeads must divide the ${attention.heads} heads (got ${attention.keyValueHeads}).`,
      'Use a divisor of heads.',
    );
}

function checkMoe(model: ModelSpec, moe: NonNullable<ModelSpec['moe']>, issues: IssueList): void {
  const counts = wholeNumbers(
    issues,
    moe,
    ['routedExperts', 'topK', 'expertHidden', 'groups', 'topGroups'],
    1,
  );
  const rest = wholeNumbers(issues, moe, ['sharedExperts', 'denseLayers'], 0);
  if (!counts || !rest) return;
  const { routedExperts, groups, topGroups, topK } = moe;
  issues
    .at('denseLayers')
    .require(
      moe.denseLayers < model.layers,
      'out-of-range',
      `denseLayers must be below the model's ${model.layers} layers (got ${moe.denseLayers}).`,
      'Leave out moe for a dense model.',
    );
  const even = issues
    .at('groups')
    .require(
      routedExperts % groups === 0,
      'not-divisible',
      `groups must divide the ${routedExperts} routed experts (got ${groups}).`,
      'Use a divisor of routedExperts.',
    );
  const within = issues
    .at('topGroups')
    .require(
      topGroups <= groups,
      'out-of-range',
      `topGroups must be at most groups = ${groups} (got ${topGroups}).`,
      `Use at most ${groups}.`,
    );
  if (!even || !within) return;
  const reachable = (routedExperts / groups) * topGroups;
  issues
    .at('topK')
    .require(
      topK <= reachable,
      'out-of-range',
      `topK must be at most the ${reachable} experts of topGroups = ${topGroups} (got ${topK}).`,
      `Use at most ${reachable}.`,
    );
}

/** Adds an issue for every impossible value of `model` below the path of `issues`. */
export function checkModel(model: ModelSpec, issues: IssueList): void {
  wholeNumbers(issues, model, ['layers', 'hidden', 'denseHidden', 'vocabulary'], 1);
  wholeNumbers(issues, model, ['mtpModules'], 0);
  checkAttention(model, issues.at('attention'));
  if (model.moe !== undefined) checkMoe(model, model.moe, issues.at('moe'));
}
