/**
 * The attention block's projections, core and what lies between them, on one of `tensorParallel` GPUs (heads
 * are split).
 */
import { type LayerShape } from './layer-shape.js';
import { type AttentionSpec, type ModelSpec } from './model-spec.js';
import { type AttentionOperation, type GemmOperation, type StreamOperation } from './operation.js';
import { type OperationPart, copy, inSequence, linear, rmsNorm, stream } from './operation-part.js';
import { queryKeyDim, valueDim } from './parameters.js';

type Mla = Extract<AttentionSpec, { kind: 'mla' }>;
type Gqa = Extract<AttentionSpec, { kind: 'gqa' }>;

export function attentionOperations(model: ModelSpec, shape: LayerShape): OperationPart {
  return model.attention.kind === 'mla'
    ? mlaOperations(model, model.attention, shape)
    : gqaOperations(model, model.attention, shape);
}

function gemm(name: string, shape: LayerShape, n: number, k: number): GemmOperation {
  return {
    kind: 'gemm',
    name,
    section: 'attention',
    pass: 'forward',
    precision: shape.precision,
    m: shape.tokens,
    n,
    k,
  };
}

/** Down-projections are whole on every tensor rank; up-projections and output are split by heads. */
function mlaOperations(model: ModelSpec, attention: Mla, shape: LayerShape): OperationPart {
  const { queryRank, keyValueRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const heads = attention.heads / shape.tensorParallel;
  const { tokens } = shape;
  return inSequence([
    linear(gemm('q_a', shape, queryRank, model.hidden)),
    linear(gemm('kv_a', shape, keyValueRank + ropeHeadDim, model.hidden), { sharesInputCast: true }),
    rmsNorm('q-norm', 'attention', tokens, queryRank),
    rmsNorm('kv-norm', 'attention', tokens, keyValueRank),
    linear(gemm('q_b', shape, heads * (nopeHeadDim + ropeHeadDim), queryRank), { recomputed: true }),
    linear(gemm('kv_b', shape, heads * (nopeHeadDim + valueHeadDim), keyValueRank), { recomputed: true }),
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
    attentionCore(attention, shape, heads, heads),
    linear(gemm('o', shape, model.hidden, heads * valueHeadDim)),
  ]);
}

function gqaOperations(model: ModelSpec, attention: Gqa, shape: LayerShape): OperationPart {
  const heads = attention.heads / shape.tensorParallel;
  // Fewer KV heads than tensor ranks are replicated.
  const keyValueHeads = Math.max(1, attention.keyValueHeads / shape.tensorParallel);
  const rotated = shape.tokens * (heads + keyValueHeads) * attention.headDim;
  return inSequence([
    linear(gemm('qkv', shape, (heads + 2 * keyValueHeads) * attention.headDim, model.hidden)),
    copies([{ name: 'rope', read: rotated, write: rotated }]),
    attentionCore(attention, shape, heads, keyValueHeads),
    linear(gemm('o', shape, model.hidden, heads * attention.headDim)),
  ]);
}

function copies(
  list: readonly { readonly name: string; readonly read: number; readonly write: number }[],
): OperationPart {
  const all = (pass: StreamOperation['pass']) =>
    list.map((one) => copy(one.name, 'attention', pass, one.read, one.write));
  // Backward undoes the copies on gradients: what was written is read.
  const undo = list
    .toReversed()
    .map((one) => copy(one.name, 'attention', 'backward-input', one.write, one.read));
  return { forward: all('forward'), recompute: all('recompute'), backwardInput: undo, backwardWeight: [] };
}

/**
 * Flash attention over the lower triangle. Its backward has a pass before (row sums of dO * O) and one after
 * (dQ from FP32 to BF16).
 */
function attentionCore(
  attention: AttentionSpec,
  shape: LayerShape,
  heads: number,
  keyValueHeads: number,
): OperationPart {
  const core: AttentionOperation = {
    kind: 'attention',
    name: 'attention-core',
    section: 'attention',
    pass: 'forward',
    batch: shape.tokens / shape.sequence,
    sequence: shape.sequence,
    heads,
    keyValueHeads,
    queryKeyDim: queryKeyDim(attention),
    valueDim: valueDim(attention),
    causal: true,
  };
  const output = shape.tokens * heads * core.valueDim;
  const queries = shape.tokens * heads * core.queryKeyDim;
  return {
    forward: [core],
    recompute: [],
    backwardInput: [
      // Also clears the FP32 accumulator of dQ.
      stream('attention-before', 'attention', 'backward-input', {
        kernel: 'rows',
        read: 4 * output,
        write: 4 * queries,
      }),
      { ...core, pass: 'backward-input' },
      stream('attention-after', 'attention', 'backward-input', {
        kernel: 'rows',
        read: 4 * queries,
        write: 2 * queries,
      }),
    ],
    backwardWeight: [],
  };
}
