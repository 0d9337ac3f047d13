/**
 * Recurrent mixers on one of `tensorParallel` GPUs, in the chunked form that their libraries run: inside a
 * chunk an attention-like product, between chunks a state for each head (Mamba-2, arXiv 2405.21060, section
 * 6; gated delta rule, arXiv 2412.06464, section 3.3).
 */
import { attentionCore, projection } from './attention-core.js';
import { type LayerShape } from './layer-shape.js';
import { type DeltaNetSpec, type LinearAttentionSpec, type StateSpaceSpec } from './mixer-spec.js';
import { type ModelSpec } from './model-spec.js';
import { type GroupedGemmOperation, type LayerOperation } from './operation.js';
import { PRECISION_RECIPES } from './precision.js';
import {
  type OperationPart,
  gating,
  activationProduct,
  inSequence,
  linear,
  stream,
} from './operation-part.js';

/** Tokens of a chunk in the published kernels (mamba-ssm and flash-linear-attention). */
const CHUNK = { mamba2: 256, 'delta-net': 64, linear: 256 } as const;

interface Recurrence {
  readonly heads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Products of a chunk with the state: written and read; the delta rule also corrects it. */
  readonly stateProducts: number;
  readonly chunk: number;
}

export function stateSpaceOperations(
  model: ModelSpec,
  mixer: StateSpaceSpec,
  shape: LayerShape,
): OperationPart {
  const { headDim, stateDim, convolution } = mixer;
  const heads = mixer.heads / shape.tensorParallel;
  const groups = Math.max(1, mixer.groups / shape.tensorParallel);
  const inner = heads * headDim;
  const convolved = inner + 2 * groups * stateDim;
  return inSequence([
    linear(projection('in', shape, inner + convolved + heads, model.hidden)),
    shortConvolution(shape.tokens, convolved, convolution),
    ...recurrence(
      { heads, keyDim: stateDim, valueDim: headDim, stateProducts: 2, chunk: CHUNK.mamba2 },
      shape,
    ),
    gating('gated-norm', 'attention', shape.tokens, inner),
    linear(projection('o', shape, model.hidden, inner)),
  ]);
}

export function deltaNetOperations(model: ModelSpec, mixer: DeltaNetSpec, shape: LayerShape): OperationPart {
  const { keyHeadDim, valueHeadDim, convolution } = mixer;
  const heads = mixer.valueHeads / shape.tensorParallel;
  const keys = (mixer.keyHeads / shape.tensorParallel) * keyHeadDim;
  const values = heads * valueHeadDim;
  return inSequence([
    linear(projection('in', shape, 2 * keys + 2 * values + 2 * heads, model.hidden)),
    shortConvolution(shape.tokens, 2 * keys + values, convolution),
    ...recurrence(
      { heads, keyDim: keyHeadDim, valueDim: valueHeadDim, stateProducts: 4, chunk: CHUNK['delta-net'] },
      shape,
    ),
    gating('gated-norm', 'attention', shape.tokens, values),
    linear(projection('o', shape, model.hidden, values)),
  ]);
}

export function linearAttentionOperations(
  model: ModelSpec,
  mixer: LinearAttentionSpec,
  shape: LayerShape,
): OperationPart {
  const heads = mixer.heads / shape.tensorParallel;
  const inner = heads * mixer.headDim;
  return inSequence([
    linear(projection('qkvg', shape, 4 * inner, model.hidden)),
    ...recurrence(
      { heads, keyDim: mixer.headDim, valueDim: mixer.headDim, stateProducts: 2, chunk: CHUNK.linear },
      shape,
    ),
    gating('gated-norm', 'attention', shape.tokens, inner),
    linear(projection('o', shape, model.hidden, inner)),
  ]);
}

/** The product inside chunks, and those with the state: a small matrix product for each head and chunk. */
function recurrence(of: Recurrence, shape: LayerShape): readonly OperationPart[] {
  const { heads, keyDim, valueDim, stateProducts } = of;
  const span = Math.min(of.chunk, shape.sequence);
  const chunks = shape.tokens / span;
  const state: GroupedGemmOperation = {
    kind: 'grouped-gemm',
    name: 'state',
    section: 'attention',
    pass: 'forward',
    precision: PRECISION_RECIPES[shape.precision].plain,
    recurrent: true,
    groups: stateProducts * heads * chunks,
    m: span,
    n: keyDim,
    k: valueDim,
  };
  const core = attentionCore({ heads, keyValueHeads: heads, queryKeyDim: keyDim, valueDim, span }, shape);
  return [recurrentCore(core), activationProduct(state)];
}

/** The attention-like product, in the kernels of the recurrence: nothing goes before or after it. */
function recurrentCore(core: OperationPart): OperationPart {
  const marked = (operations: readonly LayerOperation[]): readonly LayerOperation[] =>
    operations.flatMap((operation) =>
      operation.kind === 'attention' ? [{ ...operation, recurrent: true }] : [],
    );
  return { ...core, forward: marked(core.forward), backwardInput: marked(core.backwardInput) };
}

/** A causal convolution over few tokens, channel by channel. */
function shortConvolution(tokens: number, channels: number, width: number): OperationPart {
  if (width === 0) return { forward: [], recompute: [], backwardInput: [], backwardWeight: [] };
  const bytes = 2 * tokens * channels;
  const forward = stream('convolution', 'attention', 'forward', {
    kernel: 'convolution',
    read: bytes,
    write: bytes,
  });
  return {
    forward: [forward],
    recompute: [{ ...forward, pass: 'recompute' }],
    backwardInput: [
      stream('convolution', 'attention', 'backward-input', {
        kernel: 'convolution',
        read: 2 * bytes,
        write: bytes,
      }),
    ],
    backwardWeight: [],
  };
}
