/** Exact parameter counts, component by component, and the weights that one token meets. */
import { type AttentionSpec, type ModelSpec } from './model-spec.js';

export type LayerKind = 'dense' | 'moe';

/** Weights of one attention block; `matrices` by projection name, as the operator list names them. */
export interface AttentionParameters {
  readonly matrices: Readonly<Record<string, number>>;
  readonly biases: number;
  /** RMSNorm gains inside the block (on MLA's compressed query and key-value). */
  readonly norms: number;
}

export interface ParameterCounts {
  readonly embedding: number;
  /** Projections of all layers. */
  readonly attention: number;
  readonly denseFfn: number;
  readonly routedExperts: number;
  readonly sharedExperts: number;
  /** Gate matrices. V3's load-balancing bias is moved by a rule, not by a gradient, and is not counted. */
  readonly router: number;
  readonly norms: number;
  /** 0 when the embedding is tied. */
  readonly head: number;
  /** Everything above: the model without its MTP modules. */
  readonly main: number;
  /** What the MTP modules add; they share embedding and head with the main model. */
  readonly mtp: number;
  readonly total: number;
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

export const queryKeyDim = (attention: AttentionSpec): number =>
  attention.kind === 'mla' ? attention.nopeHeadDim + attention.ropeHeadDim : attention.headDim;

export const valueDim = (attention: AttentionSpec): number =>
  attention.kind === 'mla' ? attention.valueHeadDim : attention.headDim;

export function attentionParameters(model: ModelSpec): AttentionParameters {
  const { attention, hidden } = model;
  if (attention.kind === 'mla') {
    const { heads, queryRank, keyValueRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
    return {
      matrices: {
        q_a: hidden * queryRank,
        kv_a: hidden * (keyValueRank + ropeHeadDim),
        q_b: queryRank * heads * (nopeHeadDim + ropeHeadDim),
        kv_b: keyValueRank * heads * (nopeHeadDim + valueHeadDim),
        o: heads * valueHeadDim * hidden,
      },
      biases: 0,
      norms: queryRank + keyValueRank,
    };
  }
  const queries = attention.heads * attention.headDim;
  const keyValues = 2 * attention.keyValueHeads * attention.headDim;
  return {
    matrices: { qkv: hidden * (queries + keyValues), o: queries * hidden },
    biases: attention.qkvBias === true ? queries + keyValues : 0,
    norms: 0,
  };
}

/** Layers of each kind in the main model. */
export function layerCounts(model: ModelSpec): Readonly<Record<LayerKind, number>> {
  const dense = model.moe === undefined ? model.layers : model.moe.denseLayers;
  return { dense, moe: model.layers - dense };
}

/** Kind of layer `index`, from 0: a mixture-of-experts model starts with its dense layers. */
export const layerKindAt = (model: ModelSpec, index: number): LayerKind =>
  index < layerCounts(model).dense ? 'dense' : 'moe';

/** Kind of the transformer layer inside an MTP module: that of the model's last layer. */
export const mtpLayerKind = (model: ModelSpec): LayerKind => layerKindAt(model, model.layers - 1);

/** Weights of one SwiGLU block: gate, up and down. */
export const ffnParameters = (hidden: number, inner: number): number => 3 * hidden * inner;

/**
 * Parameters of one layer, split as memory and optimizer need it: routed experts have their own data-parallel
 * group.
 */
export function layerParameters(
  model: ModelSpec,
  kind: LayerKind,
): { readonly shared: number; readonly routed: number } {
  const attention = attentionParameters(model);
  const outside =
    sum(Object.values(attention.matrices)) + attention.biases + attention.norms + 2 * model.hidden;
  if (kind === 'dense' || model.moe === undefined)
    return { shared: outside + ffnParameters(model.hidden, model.denseHidden), routed: 0 };
  const expert = ffnParameters(model.hidden, model.moe.expertHidden);
  return {
    shared: outside + model.moe.sharedExperts * expert + model.hidden * model.moe.routedExperts,
    routed: model.moe.routedExperts * expert,
  };
}

/**
 * Parameters of one MTP module without the embedding and head it shares: projection 2h -> h, its two input
 * norms, a layer, the final norm.
 */
export function mtpParameters(model: ModelSpec): { readonly shared: number; readonly routed: number } {
  const layer = layerParameters(model, mtpLayerKind(model));
  return { shared: 2 * model.hidden * model.hidden + 3 * model.hidden + layer.shared, routed: layer.routed };
}

export function parameterCounts(model: ModelSpec): ParameterCounts {
  const { hidden, layers, moe } = model;
  const counts = layerCounts(model);
  const block = attentionParameters(model);
  const expert = moe === undefined ? 0 : ffnParameters(hidden, moe.expertHidden);
  const embedding = model.vocabulary * hidden;
  const parts = {
    embedding,
    attention: layers * (sum(Object.values(block.matrices)) + block.biases),
    denseFfn: counts.dense * ffnParameters(hidden, model.denseHidden),
    routedExperts: counts.moe * (moe?.routedExperts ?? 0) * expert,
    sharedExperts: counts.moe * (moe?.sharedExperts ?? 0) * expert,
    router: counts.moe * hidden * (moe?.routedExperts ?? 0),
    norms: layers * (block.norms + 2 * hidden) + hidden,
    head: model.tiedEmbedding ? 0 : embedding,
  };
  const main = sum(Object.values(parts));
  const module = mtpParameters(model);
  const mtp = model.mtpModules * (module.shared + module.routed);
  return { ...parts, main, mtp, total: main + mtp };
}

/**
 * Weights of matrices that one token is multiplied by in the main model: projections, its dense or routed and
 * shared FFNs, router, output head; not the embedding (a lookup), norms or biases. Without MTP.
 */
export function weightsPerToken(model: ModelSpec): number {
  const { hidden, layers, moe } = model;
  const counts = layerCounts(model);
  const perMoeLayer =
    moe === undefined
      ? 0
      : (moe.topK + moe.sharedExperts) * ffnParameters(hidden, moe.expertHidden) + hidden * moe.routedExperts;
  return (
    layers * sum(Object.values(attentionParameters(model).matrices)) +
    counts.dense * ffnParameters(hidden, model.denseHidden) +
    counts.moe * perMoeLayer +
    model.vocabulary * hidden
  );
}

/**
 * Activated parameters in the sense of model cards: everything in the main model but the routed experts that
 * a token does not use.
 */
export function activatedParameters(model: ModelSpec): number {
  const { main, routedExperts } = parameterCounts(model);
  if (model.moe === undefined) return main;
  return main - routedExperts * (1 - model.moe.topK / model.moe.routedExperts);
}
