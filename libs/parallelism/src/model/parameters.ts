/** Exact parameter counts, component by component, and the weights that one token meets. */
import { type LayerFfn, type LayerKind, layerCounts, layerKinds, mtpLayerKind } from './layer-kinds.js';
import { type MixerSpec } from './mixer-spec.js';
import { mixerParameters } from './mixer-parameters.js';
import { type ModelSpec, type MoeSpec, isGated, vocabularyRows } from './model-spec.js';

export interface ParameterCounts {
  /** With learned positions. */
  readonly embedding: number;
  /** Mixers of all layers: projections, biases, convolutions. */
  readonly attention: number;
  readonly denseFfn: number;
  readonly routedExperts: number;
  readonly sharedExperts: number;
  /** Gate matrices. V3's load-balancing bias is moved by a rule, not by a gradient, and is not counted. */
  readonly router: number;
  /** Norms, what mixers learn per head or channel, and the mixing of residual streams. */
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

/** Head size of queries and keys; 0 where there is no attention. */
export function queryKeyDim(mixer: MixerSpec): number {
  switch (mixer.kind) {
    case 'mla':
      return mixer.nopeHeadDim + mixer.ropeHeadDim;
    case 'gqa':
    case 'compressed':
      return mixer.headDim;
    default:
      return 0;
  }
}

export function valueDim(mixer: MixerSpec): number {
  switch (mixer.kind) {
    case 'mla':
      return mixer.valueHeadDim;
    case 'gqa':
      return mixer.valueHeadDim ?? mixer.headDim;
    case 'compressed':
      return mixer.headDim;
    default:
      return 0;
  }
}

/** Matrices of an FFN: two in and one out when it is gated, one in when not. */
export const ffnMatrices = (model: ModelSpec): number => (isGated(model) ? 3 : 2);

/** Hidden size that experts work in. */
export const expertWidth = (model: ModelSpec, moe: MoeSpec): number => moe.latentHidden ?? model.hidden;

/** Hidden size of all shared experts of a layer together. */
export const sharedExpertHidden = (moe: MoeSpec): number =>
  moe.sharedExperts * (moe.sharedHidden ?? moe.expertHidden);

interface FfnParameters {
  readonly dense: number;
  readonly routed: number;
  readonly shared: number;
  readonly router: number;
  /** Of the above, what every tensor rank holds whole. */
  readonly whole: number;
}

function ffnParameters(model: ModelSpec, ffn: LayerFfn): FfnParameters {
  const none = { dense: 0, routed: 0, shared: 0, router: 0, whole: 0 };
  const matrices = ffnMatrices(model);
  switch (ffn.kind) {
    case 'none':
      return none;
    case 'dense': {
      const biases = model.ffnBias === true ? (matrices - 1) * ffn.hidden + model.hidden : 0;
      return { ...none, dense: matrices * model.hidden * ffn.hidden + biases };
    }
    case 'moe': {
      const { moe } = ffn;
      const width = expertWidth(model, moe);
      const biases = moe.bias === true ? (matrices - 1) * moe.expertHidden + width : 0;
      const latent = moe.latentHidden === undefined ? 0 : 2 * model.hidden * width;
      const gate = moe.sharedGate === true ? model.hidden : 0;
      const router = model.hidden * moe.routedExperts + (moe.bias === true ? moe.routedExperts : 0);
      return {
        ...none,
        routed: moe.routedExperts * (matrices * width * moe.expertHidden + biases),
        shared: matrices * model.hidden * sharedExpertHidden(moe) + gate + latent,
        router,
        whole: router + gate + latent,
      };
    }
  }
}

/** Gains (and shifts) of one norm over `width`. */
const normParameters = (model: ModelSpec, width: number): number =>
  (model.norm === 'layernorm' ? 2 : 1) * width;

/** Blocks of a layer that read and write the residual stream. */
export const blocksOf = (kind: LayerKind): number =>
  (kind.mixer.kind === 'none' ? 0 : 1) + (kind.ffn.kind === 'none' ? 0 : 1);

/** Norms on the residual stream in one layer. */
export function residualNorms(model: ModelSpec, kind: LayerKind): number {
  const blocks = model.parallelBlock === true ? 1 : blocksOf(kind);
  return blocks * (model.normPlacement === 'both' ? 2 : 1);
}

/**
 * Mixing weights of residual streams (mHC): n input, n output and n^2 residual coefficients for each block.
 */
function streamMixing(model: ModelSpec, kind: LayerKind): number {
  const streams = model.residualStreams ?? 1;
  if (streams === 1) return 0;
  const coefficients = streams * (2 + streams);
  return blocksOf(kind) * (coefficients * (streams * model.hidden + 1) + 3);
}

/** Norms and the like of one layer: whole on every tensor rank. */
function normsOfLayer(model: ModelSpec, kind: LayerKind): number {
  return (
    mixerParameters(model.hidden, kind.mixer).norms +
    residualNorms(model, kind) * normParameters(model, model.hidden) +
    streamMixing(model, kind)
  );
}

/**
 * Parameters of one layer, split as memory and optimizer need it: routed experts have their own data-parallel
 * group.
 */
export function layerParameters(model: ModelSpec, kind: LayerKind): LayerParameters {
  let ofModel = counted.get(model);
  if (ofModel === undefined) counted.set(model, (ofModel = new WeakMap()));
  let known = ofModel.get(kind);
  if (known === undefined) ofModel.set(kind, (known = countLayer(model, kind)));
  return known;
}

interface LayerParameters {
  readonly shared: number;
  readonly routed: number;
}

/** A search asks for the same layers of every layout. */
const counted = new WeakMap<ModelSpec, WeakMap<LayerKind, LayerParameters>>();

function countLayer(model: ModelSpec, kind: LayerKind): LayerParameters {
  const mixer = mixerParameters(model.hidden, kind.mixer);
  const ffn = ffnParameters(model, kind.ffn);
  return {
    shared:
      sum(Object.values(mixer.matrices)) +
      mixer.biases +
      normsOfLayer(model, kind) +
      ffn.dense +
      ffn.shared +
      ffn.router,
    routed: ffn.routed,
  };
}

/**
 * What one of `tensor` ranks holds of a layer's shared parameters: heads and FFN columns are split; norms,
 * routers and down-projections are whole on each; key-value heads fewer than the ranks are held in copies.
 */
export function sharedParametersOfRank(model: ModelSpec, kind: LayerKind, tensor: number): number {
  const { shared } = layerParameters(model, kind);
  const mixer = mixerParameters(model.hidden, kind.mixer);
  const whole = normsOfLayer(model, kind) + mixer.whole + ffnParameters(model, kind.ffn).whole;
  const heads = kind.mixer.kind === 'gqa' ? kind.mixer.keyValueHeads : tensor;
  const copies = tensor > heads ? mixer.keyValues * (1 / heads - 1 / tensor) : 0;
  return whole + (shared - whole) / tensor + copies;
}

/**
 * Parameters of one MTP module without the embedding and head it shares: projection 2h -> h, its two input
 * norms, a layer, the final norm.
 */
export function mtpParameters(model: ModelSpec): { readonly shared: number; readonly routed: number } {
  const layer = layerParameters(model, mtpLayerKind(model));
  return { shared: mtpOwnParameters(model) + layer.shared, routed: layer.routed };
}

/** An MTP module without its layer. */
export const mtpOwnParameters = (model: ModelSpec): number =>
  2 * model.hidden * model.hidden + 3 * model.hidden;

export function parameterCounts(model: ModelSpec): ParameterCounts {
  const { hidden } = model;
  const counts = layerCounts(model);
  const kinds = layerKinds(model);
  const overLayers = (of: (kind: LayerKind) => number): number =>
    sum(kinds.map((kind) => (counts[kind.index] ?? 0) * of(kind)));
  const ffn = (part: keyof FfnParameters): number =>
    overLayers((kind) => ffnParameters(model, kind.ffn)[part]);
  const table = vocabularyRows(model) * hidden;
  const parts = {
    embedding: table + (model.learnedPositions ?? 0) * hidden,
    attention: overLayers((kind) => {
      const mixer = mixerParameters(hidden, kind.mixer);
      return sum(Object.values(mixer.matrices)) + mixer.biases;
    }),
    denseFfn: ffn('dense'),
    routedExperts: ffn('routed'),
    sharedExperts: ffn('shared'),
    router: ffn('router'),
    norms: overLayers((kind) => normsOfLayer(model, kind)) + normParameters(model, hidden),
    head: model.tiedEmbedding ? 0 : table,
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
  const counts = layerCounts(model);
  const layers = layerKinds(model).map(
    (kind) => (counts[kind.index] ?? 0) * layerWeightsPerToken(model, kind),
  );
  return sum(layers) + vocabularyRows(model) * model.hidden;
}

/** Of one layer. */
export function layerWeightsPerToken(model: ModelSpec, kind: LayerKind): number {
  const mixer = sum(Object.values(mixerParameters(model.hidden, kind.mixer).matrices));
  return mixer + ffnWeightsPerToken(model, kind.ffn);
}

function ffnWeightsPerToken(model: ModelSpec, ffn: LayerFfn): number {
  const matrices = ffnMatrices(model);
  switch (ffn.kind) {
    case 'none':
      return 0;
    case 'dense':
      return matrices * model.hidden * ffn.hidden;
    case 'moe': {
      const { moe } = ffn;
      const width = expertWidth(model, moe);
      const latent = moe.latentHidden === undefined ? 0 : 2 * model.hidden * width;
      return (
        matrices * (moe.topK * width * moe.expertHidden + model.hidden * sharedExpertHidden(moe)) +
        latent +
        model.hidden * moe.routedExperts
      );
    }
  }
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
