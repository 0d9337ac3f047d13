/** What one GPU of an instance is handed of a layer. */
import { pow } from '@railyard/base';
import { type LayerShape, type ModelSpec } from '@railyard/parallelism';
import { type PoolSpec, type ServingSpec, replicasOf } from '../spec/index.js';
import { type Pass, tokensOf } from './pass.js';

/** The model with an expert's part on one GPU: each of gpus / expert has a slice of its matrices. */
export function modelOfGpu(model: ModelSpec, { gpus, expert }: PoolSpec): ModelSpec {
  const slices = gpus / expert;
  if (model.moe === undefined || slices === 1) return model;
  return { ...model, moe: { ...model.moe, expertHidden: model.moe.expertHidden / slices } };
}

/**
 * @param load of the fullest GPU's experts over the mean
 */
export function shapeOfPass(
  { model, precision }: Pick<ServingSpec, 'model' | 'precision'>,
  pool: PoolSpec,
  pass: Pass,
  load: number,
): LayerShape {
  const tokens = tokensOf(pass);
  const plain = {
    tokens,
    // A query of a causal sequence sees half of it on average.
    sequence: 2 * pass.context,
    tensorParallel: pool.tensor,
    sequenceParallel: false,
    precision,
    recompute: 'none',
  } as const;
  const { moe } = model;
  if (moe === undefined) return { ...plain, localExperts: 0, expertRows: 0, receivedTokens: 0 };
  const rows = (load * tokens * replicasOf(pool) * moe.topK) / pool.expert;
  const local = (moe.routedExperts + pool.redundantExperts) / pool.expert;
  // Experts that nobody chose are not read.
  const chosen = local * (1 - pow(1 - 1 / local, rows));
  return {
    ...plain,
    localExperts: Math.max(1, Math.round(local === 1 ? 1 : chosen)),
    expertRows: rows,
    receivedTokens: Math.min(rows, tokens * replicasOf(pool)),
  };
}
