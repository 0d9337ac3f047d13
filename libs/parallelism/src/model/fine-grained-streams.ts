/**
 * The memory-bound operations of DeepSeek's recipe, latent attention in fine-grained FP8, as its public
 * profile shows them kernel by kernel (kernels/fine-grained-fp8.ts). Other models have the generic ones of
 * their parts.
 */
import { FINE_GRAINED_FP8_STREAMS, type LayerDims, type LayerStream } from '../kernels/index.js';
import { type LayerShape, expertColumns } from './layer-shape.js';
import { type LayerKind, isRouted } from './layer-kinds.js';
import { type ModelSpec, isGated } from './model-spec.js';
import { type OperationPass, type StreamOperation } from './operation.js';
import { sharedExpertHidden } from './parameters.js';

export function followsFineGrainedRecipe(model: ModelSpec, kind: LayerKind, shape: LayerShape): boolean {
  return shape.precision === 'fp8' && kind.mixer.kind === 'mla' && kind.ffn.kind !== 'none' && isGated(model);
}

/** Those of one pass; what the backward repeats of the forward has the pass `recompute`. */
export function fineGrainedStreams(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  pass: OperationPass,
): readonly StreamOperation[] {
  const dims = layerDims(model, kind, shape);
  return FINE_GRAINED_FP8_STREAMS.filter(
    (stream) => passOf(stream) === pass && (isRouted(kind) || !stream.routed),
  ).map((stream) => ({
    kind: 'stream',
    name: stream.name,
    section: stream.section === 'attn' ? 'attention' : 'mlp',
    pass,
    kernel: stream.kernel,
    kernelPass: stream.pass,
    bytes: stream.bytes(dims),
    launches: stream.launches,
  }));
}

function passOf(stream: LayerStream): OperationPass {
  if (stream.phase === 'F') return 'forward';
  if (stream.phase === 'W') return 'backward-weight';
  return stream.name.endsWith(' again') ? 'recompute' : 'backward-input';
}

function layerDims(model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerDims {
  const { mixer, ffn } = kind;
  const { moe } = model;
  const mla =
    mixer.kind === 'mla'
      ? mixer
      : { heads: 0, queryRank: 0, keyValueRank: 0, nopeHeadDim: 0, ropeHeadDim: 0, valueHeadDim: 0 };
  const inner = ffn.kind === 'moe' ? sharedExpertHidden(ffn.moe) : ffn.kind === 'dense' ? ffn.hidden : 0;
  return {
    tokens: shape.tokens,
    hidden: model.hidden,
    heads: mla.heads / shape.tensorParallel,
    queryRank: mla.queryRank,
    keyValueRank: mla.keyValueRank,
    nopeHeadDim: mla.nopeHeadDim,
    ropeHeadDim: mla.ropeHeadDim,
    valueHeadDim: mla.valueHeadDim,
    routedExperts: moe?.routedExperts ?? 0,
    topK: moe?.topK ?? 0,
    localExperts: shape.localExperts,
    expertHidden: moe === undefined ? 0 : expertColumns(moe, shape),
    sharedHidden: inner / shape.tensorParallel,
    expertRows: shape.expertRows,
    receivedTokens: shape.receivedTokens,
  };
}
