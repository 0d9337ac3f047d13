/** KV cache: what attention keeps of a past token. */
import { type ModelSpec } from './model-spec.js';

/**
 * Elements per token and layer. MLA: the joint latent and the shared rotary key (V2 report, section 2.1);
 * GQA: keys and values of each KV head.
 */
export function keyValueElementsPerLayer(model: ModelSpec): number {
  const { attention } = model;
  return attention.kind === 'mla'
    ? attention.keyValueRank + attention.ropeHeadDim
    : 2 * attention.keyValueHeads * attention.headDim;
}

/** Bytes per token over the main model's layers, in BF16 by default (paper, Table 1). */
export function keyValueBytesPerToken(model: ModelSpec, bytesPerElement = 2): number {
  return model.layers * keyValueElementsPerLayer(model) * bytesPerElement;
}
