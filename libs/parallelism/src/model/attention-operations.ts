/**
 * The attention block's projections, core and what lies between them, on one of `tensorParallel` GPUs (heads
 * are split).
 */
import { attentionCore, copies, projection } from './attention-core.js';
import { type LayerShape, ownCastRows } from './layer-shape.js';
import {
  type CompressedAttentionSpec,
  type GroupedAttentionSpec,
  type IndexerSpec,
  type LatentAttentionSpec,
} from './mixer-spec.js';
import { type ModelSpec } from './model-spec.js';
import { type GemmOperation } from './operation.js';
import {
  type OperationPart,
  activationProduct,
  gating,
  inSequence,
  linear,
  rmsNorm,
  stream,
} from './operation-part.js';
import { queryKeyDim, valueDim } from './parameters.js';

/** Down-projections are whole on every tensor rank; up-projections and output are split by heads. */
export function latentOperations(
  model: ModelSpec,
  attention: LatentAttentionSpec,
  shape: LayerShape,
): OperationPart {
  const { queryRank, keyValueRank, nopeHeadDim, ropeHeadDim, valueHeadDim, indexer } = attention;
  const heads = attention.heads / shape.tensorParallel;
  const { tokens } = shape;
  const queryDim = nopeHeadDim + ropeHeadDim;
  const compressed = queryRank > 0;
  return inSequence([
    ...(compressed ? [linear(projection('q_a', shape, queryRank, model.hidden))] : []),
    linear(projection('kv_a', shape, keyValueRank + ropeHeadDim, model.hidden), {
      sharesInputCast: compressed,
    }),
    ...(compressed ? [rmsNorm('q-norm', 'attention', tokens, queryRank)] : []),
    rmsNorm('kv-norm', 'attention', tokens, keyValueRank),
    linear(projection('q_b', shape, heads * queryDim, compressed ? queryRank : model.hidden), {
      recomputed: compressed,
    }),
    linear(projection('kv_b', shape, heads * (nopeHeadDim + valueHeadDim), keyValueRank), {
      recomputed: true,
    }),
    copies([
      // Rotation in place, keys put together from their two parts, values split off the joint projection.
      { name: 'rope-query', read: tokens * heads * ropeHeadDim, write: tokens * heads * ropeHeadDim },
      {
        name: 'assemble-key',
        read: tokens * heads * nopeHeadDim,
        write: tokens * heads * (nopeHeadDim + ropeHeadDim),
      },
      { name: 'split-value', read: tokens * heads * valueHeadDim, write: tokens * heads * valueHeadDim },
    ]),
    ...(indexer === undefined
      ? []
      : indexerOperations(indexer, shape, {
          queryWidth: queryRank || model.hidden,
          hidden: model.hidden,
          keyWidth: indexer.headDim,
          keys: shape.sequence / 2,
        })),
    attentionCore(
      {
        heads,
        keyValueHeads: heads,
        queryKeyDim: queryKeyDim(attention),
        valueDim: valueDim(attention),
        window: indexer?.topK,
      },
      shape,
    ),
    linear(projection('o', shape, model.hidden, heads * valueHeadDim), {
      castRows: { gradient: ownCastRows(shape) },
    }),
  ]);
}

export function groupedOperations(
  model: ModelSpec,
  attention: GroupedAttentionSpec,
  shape: LayerShape,
): OperationPart {
  const { headDim, queryKeyNorm, chunk, window } = attention;
  const valueHeadDim = valueDim(attention);
  const heads = attention.heads / shape.tensorParallel;
  // Fewer KV heads than tensor ranks are replicated.
  const keyValueHeads = Math.max(1, attention.keyValueHeads / shape.tensorParallel);
  const rotated = shape.tokens * (heads + keyValueHeads) * headDim;
  const queries = heads * headDim * (attention.outputGate === true ? 2 : 1);
  const keyValues = keyValueHeads * (headDim + (attention.sharedKeyValue === true ? 0 : valueHeadDim));
  const rotary = (model.positions ?? 'rotary') === 'rotary';
  return inSequence([
    linear(projection('qkv', shape, queries + keyValues, model.hidden), {
      castRows: { input: ownCastRows(shape) },
    }),
    ...(queryKeyNorm === undefined
      ? []
      : [rmsNorm('query-key-norm', 'attention', shape.tokens, (heads + keyValueHeads) * headDim)]),
    ...(rotary ? [copies([{ name: 'rope', read: rotated, write: rotated }])] : []),
    attentionCore(
      {
        heads,
        keyValueHeads,
        queryKeyDim: headDim,
        valueDim: valueHeadDim,
        window,
        // A sequence that is no whole number of chunks has a shorter last one.
        span: Math.min(shape.sequence, chunk ?? Infinity),
      },
      shape,
    ),
    ...(attention.outputGate === true
      ? [gating('output-gate', 'attention', shape.tokens, heads * valueHeadDim)]
      : []),
    linear(projection('o', shape, model.hidden, heads * valueHeadDim), {
      castRows: { gradient: ownCastRows(shape) },
    }),
  ]);
}

/**
 * Window and chosen entries in one core: a query reads the keys of its window and, on average, half of the
 * entries before it or those that the indexer chooses.
 */
export function compressedOperations(
  model: ModelSpec,
  attention: CompressedAttentionSpec,
  shape: LayerShape,
): OperationPart {
  const { headDim, queryRank, outputGroups, outputRank, ratio, window, indexer } = attention;
  const heads = attention.heads / shape.tensorParallel;
  const groups = Math.max(1, outputGroups / shape.tensorParallel);
  const { tokens } = shape;
  const blocks = attention.overlap === true ? 2 : 1;
  const entries = ratio === 0 ? 0 : shape.sequence / 2 / ratio;
  const chosen = Math.min(entries, indexer?.topK ?? Infinity);
  const rotated = tokens * (heads + 1) * headDim;
  return inSequence([
    linear(projection('q_a', shape, queryRank, model.hidden)),
    linear(projection('kv', shape, headDim, model.hidden), { sharesInputCast: true }),
    rmsNorm('q-norm', 'attention', tokens, queryRank),
    rmsNorm('kv-norm', 'attention', tokens, headDim),
    linear(projection('q_b', shape, heads * headDim, queryRank), { recomputed: true }),
    copies([{ name: 'rope', read: rotated, write: rotated }]),
    ...(ratio === 0
      ? []
      : [
          linear(projection('compress', shape, 2 * blocks * headDim, model.hidden), {
            sharesInputCast: true,
          }),
          gating('compress-blocks', 'attention', tokens, blocks * headDim),
        ]),
    ...(indexer === undefined
      ? []
      : indexerOperations(indexer, shape, {
          queryWidth: queryRank,
          hidden: model.hidden,
          keyWidth: 2 * blocks * indexer.headDim,
          keys: entries,
        })),
    attentionCore(
      { heads, keyValueHeads: 1, queryKeyDim: headDim, valueDim: headDim, window: window + chosen },
      shape,
    ),
    linear({
      ...projection('o_a', shape, groups * outputRank, (heads * headDim) / groups),
      n: outputRank,
      m: tokens * groups,
    }),
    linear(projection('o_b', shape, model.hidden, groups * outputRank)),
  ]);
}

/** Index projections, the score of every key, and the choice of the best. Whole on every tensor rank. */
function indexerOperations(
  indexer: IndexerSpec,
  shape: LayerShape,
  of: {
    readonly queryWidth: number;
    readonly hidden: number;
    readonly keyWidth: number;
    readonly keys: number;
  },
): readonly OperationPart[] {
  const score: GemmOperation = {
    ...projection('index-score', shape, of.keys, indexer.headDim),
    m: shape.tokens * indexer.heads,
  };
  const scores = 4 * shape.tokens * of.keys;
  return [
    linear(projection('index_q', shape, indexer.heads * indexer.headDim, of.queryWidth)),
    linear(projection('index_k', shape, of.keyWidth, of.hidden), { sharesInputCast: true }),
    linear(projection('index_weights', shape, indexer.heads, of.hidden), { sharesInputCast: true }),
    activationProduct(score),
    {
      forward: [stream('index-select', 'attention', 'forward', { kernel: 'select', read: scores, write: 0 })],
      recompute: [],
      backwardInput: [],
      backwardWeight: [],
    },
  ];
}
