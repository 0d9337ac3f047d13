/**
 * Model FLOPs per trained token, by pass. A multiply-add is 2. Definition (DESIGN section 4, paper under
 * Table 4): matrices that a token meets with the output head, without the embedding, MTP, norms, softmax and
 * recomputation; attention over the lower triangle (causal) or the whole matrix (non-causal).
 */
import { type ModelSpec } from './model-spec.js';
import { queryKeyDim, valueDim, weightsPerToken } from './parameters.js';

export interface TokenFlops {
  readonly forward: number;
  /**
   * Gradient of inputs: as much as forward for a matrix; the attention core's whole backward, twice its
   * forward, is here.
   */
  readonly inputGradient: number;
  readonly weightGradient: number;
  readonly total: number;
  /** Part of `total` in the attention cores. */
  readonly attention: number;
}

/** Forward FLOPs of one layer's attention core per token: 2 s H (d_qk + d_v), half of it when causal. */
export function attentionCoreFlops(model: ModelSpec, sequence: number, causal: boolean): number {
  const { attention } = model;
  return (causal ? 1 : 2) * sequence * attention.heads * (queryKeyDim(attention) + valueDim(attention));
}

export function flopsPerToken(model: ModelSpec, sequence: number, causal: boolean): TokenFlops {
  const weights = weightsPerToken(model);
  const core = model.layers * attentionCoreFlops(model, sequence, causal);
  const forward = 2 * weights + core;
  const inputGradient = 2 * weights + 2 * core;
  const weightGradient = 2 * weights;
  return {
    forward,
    inputGradient,
    weightGradient,
    total: forward + inputGradient + weightGradient,
    attention: 3 * core,
  };
}
