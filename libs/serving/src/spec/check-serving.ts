/** What only the model and the machine can say of a service whose values are in their ranges. */
import { type IssueList } from '@railyard/base';
import { headCounts, layerKinds } from '@railyard/parallelism';
import { type PoolSpec, type ServingSpec } from './serving-spec.js';

export function checkServing(spec: ServingSpec, issues: IssueList): void {
  checkPool(spec, spec.prefill, issues.at('prefill'));
  checkPool(spec, spec.decode, issues.at('decode'));
  checkLengths(spec, 'promptLengths', issues);
  checkLengths(spec, 'outputLengths', issues);
  const { model, speculation, hostExperts } = spec;
  issues
    .at('hostExperts')
    .require(
      hostExperts === undefined || model.moe !== undefined,
      'not-applicable',
      `hostExperts must be absent for ${model.name}, which has no experts.`,
      'Leave hostExperts out.',
    );
  issues
    .at('speculation')
    .at('depth')
    .require(
      speculation.depth === 0 || model.mtpModules > 0,
      'not-applicable',
      `depth must be 0 for ${model.name}, which has no multi-token-prediction module ` +
        `(got ${speculation.depth}).`,
      'Use 0, or a model with mtpModules.',
    );
}

function checkLengths(
  { requests }: ServingSpec,
  key: 'promptLengths' | 'outputLengths',
  issues: IssueList,
): void {
  const lengths = requests[key];
  const at = issues.at('requests').at(key);
  if (lengths?.kind === 'list' && lengths.weights !== undefined) {
    const { tokens, weights } = lengths;
    at.at('weights').require(
      weights.length === tokens.length,
      'wrong-length',
      `weights must be as many as tokens, ${tokens.length} (got ${weights.length}).`,
      'Give a weight for each length.',
    );
    at.at('weights').require(
      weights.some((weight) => weight > 0),
      'wrong-sum',
      'weights must have one above 0 (got none).',
      'Give a weight above 0.',
    );
  }
  if (lengths?.kind === 'quantiles')
    at.at('tokens').require(
      lengths.tokens.every((tokens, i) => i === 0 || tokens >= (lengths.tokens[i - 1] ?? 0)),
      'not-allowed',
      'tokens must not fall: they are quantiles, from the shortest to the longest.',
      'Sort them.',
    );
}

function checkPool({ cluster, model }: ServingSpec, pool: PoolSpec, issues: IssueList): void {
  const total = cluster.nodes * cluster.gpusPerNode;
  issues
    .at('gpus')
    .require(
      pool.gpus <= total,
      'out-of-range',
      `gpus must be 1 to ${total}, the GPUs of the cluster (got ${pool.gpus}).`,
      `Use 1 to ${total}.`,
    );
  divides(pool, 'tensor', issues);
  divides(pool, 'expert', issues);
  const heads = layerKinds(model).flatMap(({ mixer }) => headCounts(mixer));
  issues.at('tensor').require(
    heads.every((count) => count % pool.tensor === 0 || pool.tensor % count === 0),
    'does-not-divide',
    `tensor must divide the heads of ${model.name} (got ${pool.tensor} for ${heads.join(', ')}).`,
    'Use a power of two.',
  );
  checkExperts(model.moe, pool, issues);
}

function divides(pool: PoolSpec, key: 'tensor' | 'expert', issues: IssueList): void {
  issues
    .at(key)
    .require(
      pool.gpus % pool[key] === 0,
      'does-not-divide',
      `${key} must divide the pool's ${pool.gpus} GPUs (got ${pool[key]}).`,
      `Use a divisor of ${pool.gpus}.`,
    );
}

function checkExperts(moe: ServingSpec['model']['moe'], pool: PoolSpec, issues: IssueList): void {
  if (moe === undefined) {
    issues
      .at('expert')
      .require(
        pool.expert === 1,
        'not-applicable',
        `expert must be 1 for a dense model (got ${pool.expert}).`,
        'Use 1.',
      );
    return;
  }
  const places = moe.routedExperts + pool.redundantExperts;
  issues
    .at('redundantExperts')
    .require(
      places % pool.expert === 0,
      'does-not-divide',
      `Experts and their copies must fill every GPU equally (got ${moe.routedExperts} + ` +
        `${pool.redundantExperts} on ${pool.expert}).`,
      `Use ${pool.expert * Math.ceil(moe.routedExperts / pool.expert) - moe.routedExperts} copies.`,
    );
  const slices = pool.gpus / pool.expert;
  issues
    .at('expert')
    .require(
      !Number.isInteger(slices) || moe.expertHidden % slices === 0,
      'does-not-divide',
      `gpus / expert must divide an expert's ${moe.expertHidden} columns (got ${slices}).`,
      'Spread the experts over more GPUs.',
    );
}
