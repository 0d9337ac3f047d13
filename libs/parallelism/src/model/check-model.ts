/** What makes a user-defined model impossible. Types and unknown keys are the document schema's business. */
import { type IssueList } from '@railyard/base';
import { type ModelSpec } from './model-spec.js';

const whole = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;

function requireWhole(issues: IssueList, record: object, keys: readonly string[], least: number): boolean {
  let sound = true;
  for (const key of keys) {
    const value: unknown = Reflect.get(record, key);
    const good = typeof value === 'number' && whole(value, least);
    sound =
      issues
        .at(key)
        .require(
          good,
          'out-of-range',
          `${key} is ${String(value)}; it must be a whole number of at least ${least}.`,
          `Give a whole number from ${least}.`,
        ) && sound;
  }
  return sound;
}

function checkAttention(model: ModelSpec, issues: IssueList): void {
  const { attention } = model;
  if (attention.kind === 'mla') {
    requireWhole(
      issues,
      attention,
      ['heads', 'queryRank', 'keyValueRank', 'nopeHeadDim', 'ropeHeadDim', 'valueHeadDim'],
      1,
    );
    return;
  }
  if (!requireWhole(issues, attention, ['heads', 'keyValueHeads', 'headDim'], 1)) return;
  issues
    .at('keyValueHeads')
    .require(
      attention.heads % attention.keyValueHeads === 0,
      'not-divisible',
      `${attention.heads} heads cannot be shared evenly by ${attention.keyValueHeads} key-value heads.`,
      'Take a divisor of heads.',
    );
}

function checkMoe(model: ModelSpec, moe: NonNullable<ModelSpec['moe']>, issues: IssueList): void {
  const counts = requireWhole(
    issues,
    moe,
    ['routedExperts', 'topK', 'expertHidden', 'groups', 'topGroups'],
    1,
  );
  const rest = requireWhole(issues, moe, ['sharedExperts', 'denseLayers'], 0);
  if (!counts || !rest) return;
  const { routedExperts, groups, topGroups, topK } = moe;
  issues
    .at('denseLayers')
    .require(
      moe.denseLayers < model.layers,
      'out-of-range',
      `${moe.denseLayers} dense layers leave none of ${model.layers} for experts.`,
      'Leave out `moe` for a dense model.',
    );
  const even = issues
    .at('groups')
    .require(
      routedExperts % groups === 0,
      'not-divisible',
      `${groups} groups do not divide ${routedExperts} routed experts.`,
      'Let groups divide routedExperts.',
    );
  const within = issues
    .at('topGroups')
    .require(
      topGroups <= groups,
      'out-of-range',
      `a token may use ${topGroups} groups, but there are ${groups}.`,
      `Give at most ${groups}.`,
    );
  if (!even || !within) return;
  const reachable = (routedExperts / groups) * topGroups;
  issues
    .at('topK')
    .require(
      topK <= reachable,
      'out-of-range',
      `topK ${topK} is more than the ${reachable} experts of ${topGroups} groups.`,
      `Take at most ${reachable}.`,
    );
}

/** Adds an issue for every impossible value of `model` below the path of `issues`. */
export function checkModel(model: ModelSpec, issues: IssueList): void {
  requireWhole(issues, model, ['layers', 'hidden', 'denseHidden', 'vocabulary'], 1);
  requireWhole(issues, model, ['mtpModules'], 0);
  checkAttention(model, issues.at('attention'));
  if (model.moe !== undefined) checkMoe(model, model.moe, issues.at('moe'));
}
