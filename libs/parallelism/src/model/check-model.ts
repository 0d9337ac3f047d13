/** What makes a user-defined model impossible. Types and unknown keys are the document schema's business. */
import { type IssueList } from '@railyard/base';
import { checkMixer } from './check-mixer.js';
import { OWN_LAYER } from './layer-kinds.js';
import { type ModelSpec } from './model-spec.js';
import { wholeNumbers } from './whole-numbers.js';

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

/** Every name of the pattern is that of a kind, and kinds have what they need. */
function checkPattern(model: ModelSpec, issues: IssueList): void {
  const kinds = model.layerKinds ?? [];
  const names = new Set([OWN_LAYER, ...kinds.map((kind) => kind.name)]);
  const known = [...names].join(', ');
  const at = issues.at('layerKinds');
  at.require(
    names.size === kinds.length + 1,
    'duplicate',
    `Names of layerKinds must differ, and none may be ${OWN_LAYER}.`,
    'Give each kind a name of its own.',
  );
  kinds.forEach((kind, index) => {
    if (kind.mixer !== undefined) checkMixer(kind.mixer, at.at(index).at('mixer'));
    if (kind.ffn?.kind === 'dense' && kind.ffn.hidden !== undefined)
      wholeNumbers(at.at(index).at('ffn'), kind.ffn, ['hidden'], 1);
    at.at(index)
      .at('ffn')
      .require(
        kind.ffn?.kind !== 'moe' || model.moe !== undefined,
        'missing-key',
        'moe must be given for a layer with experts.',
        'Give the model `moe`.',
      );
  });
  const requireKnown = (name: string, where: IssueList): void => {
    where.require(
      names.has(name),
      'unknown-name',
      `A layer kind must be one of ${known} (got ${name}).`,
      'Name a kind of layerKinds.',
    );
  };
  model.pattern?.forEach((name, index) => requireKnown(name, issues.at('pattern').at(index)));
  if (model.mtpLayer !== undefined) requireKnown(model.mtpLayer, issues.at('mtpLayer'));
}

/** Adds an issue for every impossible value of `model` below the path of `issues`. */
export function checkModel(model: ModelSpec, issues: IssueList): void {
  wholeNumbers(issues, model, ['layers', 'hidden', 'denseHidden', 'vocabulary'], 1);
  wholeNumbers(issues, model, ['mtpModules'], 0);
  checkMixer(model.attention, issues.at('attention'));
  if (model.moe !== undefined) checkMoe(model, model.moe, issues.at('moe'));
  checkPattern(model, issues);
  issues
    .at('paddedVocabulary')
    .require(
      (model.paddedVocabulary ?? model.vocabulary) >= model.vocabulary,
      'out-of-range',
      `paddedVocabulary must be at least the vocabulary ${model.vocabulary} (got ${model.paddedVocabulary}).`,
      'Leave it out where nothing is padded.',
    );
}
