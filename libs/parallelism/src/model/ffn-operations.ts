/** Feed-forward blocks on one GPU: dense SwiGLU, the gate, shared and routed experts. */
import { type LayerShape } from './layer-shape.js';
import { type ModelSpec, type MoeSpec } from './model-spec.js';
import {
  type GemmOperation,
  type GroupedGemmOperation,
  inputGradientOf,
  weightGradientOf,
} from './operation.js';
import { type OperationPart, cast, castTranspose, inSequence, linear, stream } from './operation-part.js';

/**
 * Kernels of the gate besides its matrix: scores, group scores, top-k, normalization, counts (about 40 in
 * DeepSeek's profile, no larger than a launch).
 */
const GATE_LAUNCHES = 40;

function gemm(
  name: string,
  precision: GemmOperation['precision'],
  m: number,
  n: number,
  k: number,
): GemmOperation {
  return { kind: 'gemm', name, section: 'mlp', pass: 'forward', precision, m, n, k };
}

/** SwiGLU: silu(gate) * up. Its output is recomputed, its inputs are kept. */
function swiglu(name: string, rows: number, inner: number): OperationPart {
  const gateUp = 4 * rows * inner;
  const output = 2 * rows * inner;
  const forward = stream(name, 'mlp', 'forward', { kernel: 'swiglu', read: gateUp, write: output });
  return {
    forward: [forward],
    recompute: [{ ...forward, pass: 'recompute' }],
    backwardInput: [
      stream(name, 'mlp', 'backward-input', { kernel: 'swiglu', read: gateUp + output, write: gateUp }),
    ],
    backwardWeight: [],
  };
}

function swigluBlock(prefix: string, model: ModelSpec, inner: number, shape: LayerShape): OperationPart {
  const { tokens, precision } = shape;
  return inSequence([
    linear(gemm(`${prefix}_gate_up`, precision, tokens, 2 * inner, model.hidden)),
    swiglu(`${prefix}_swiglu`, tokens, inner),
    linear(gemm(`${prefix}_down`, precision, tokens, model.hidden, inner)),
  ]);
}

export const denseFfnOperations = (model: ModelSpec, shape: LayerShape): OperationPart =>
  swigluBlock('dense', model, model.denseHidden / shape.tensorParallel, shape);

/**
 * The gate: BF16, whole on every GPU. Both its gradients are computed with the input gradient, as in the
 * profile.
 */
export function routerOperations(model: ModelSpec, moe: MoeSpec, rows: number): OperationPart {
  const matrix: GemmOperation = {
    ...gemm('router', 'bf16', rows, moe.routedExperts, model.hidden),
    section: 'attention',
  };
  const scores = 4 * rows * moe.routedExperts;
  const select = (pass: 'forward' | 'backward-input') =>
    stream('gate', 'attention', pass, {
      kernel: 'elementwise',
      read: 2 * scores,
      write: scores,
      launches: GATE_LAUNCHES,
    });
  return {
    forward: [matrix, select('forward')],
    recompute: [],
    backwardInput: [
      select('backward-input'),
      inputGradientOf(matrix),
      { ...weightGradientOf(matrix), pass: 'backward-input' },
    ],
    backwardWeight: [],
  };
}

export function expertOperations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): OperationPart {
  const parts = [routedOperations(model, moe, shape)];
  if (moe.sharedExperts > 0)
    parts.unshift(
      swigluBlock('shared', model, (moe.sharedExperts * moe.expertHidden) / shape.tensorParallel, shape),
    );
  return inSequence(parts);
}

/**
 * Received tokens are scattered to expert rows, pass both grouped products and are gathered with their gate
 * weights.
 */
function routedOperations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): OperationPart {
  const { expertRows: rows, receivedTokens, localExperts: groups, precision } = shape;
  const { hidden } = model;
  const wire = precision === 'fp8' ? 1 + 4 / 128 : 2;
  const grouped = (name: string, n: number, k: number): GroupedGemmOperation => ({
    kind: 'grouped-gemm',
    name,
    section: 'mlp',
    pass: 'forward',
    precision,
    groups,
    m: rows / groups,
    n,
    k,
  });
  const gateUp = grouped('routed_gate_up', 2 * moe.expertHidden, hidden);
  const down = grouped('routed_down', hidden, moe.expertHidden);
  const activation = swiglu('routed_swiglu', rows, moe.expertHidden);
  const scatter = (pass: 'forward' | 'backward-input') =>
    stream('permute', 'mlp', pass, {
      kernel: 'permute',
      read: wire * receivedTokens * hidden,
      write: wire * rows * hidden,
    });
  const gather = (pass: 'forward' | 'backward-input') =>
    stream('unpermute', 'mlp', pass, {
      kernel: 'permute',
      read: 2 * rows * hidden,
      write: 2 * receivedTokens * hidden,
    });
  const casts = precision === 'fp8' ? routedCasts(rows, hidden, moe.expertHidden) : NO_CASTS;
  return {
    forward: [scatter('forward'), gateUp, ...activation.forward, ...casts.forward, down, gather('forward')],
    recompute: [...activation.recompute, ...casts.recompute],
    backwardInput: [
      scatter('backward-input'),
      inputGradientOf(down),
      ...activation.backwardInput,
      ...casts.backwardInput,
      inputGradientOf(gateUp),
      gather('backward-input'),
    ],
    backwardWeight: [...casts.backwardWeight, weightGradientOf(down), weightGradientOf(gateUp)],
  };
}

const NO_CASTS: OperationPart = { forward: [], recompute: [], backwardInput: [], backwardWeight: [] };

/**
 * FP8: the inputs of the down projection and the gradients of the gate and up projections are cast here. What
 * arrived in FP8 (activations by dispatch, output gradients by the combine's backward) is transposed when the
 * weight gradient needs it.
 */
function routedCasts(rows: number, hidden: number, expertHidden: number): OperationPart {
  return {
    forward: [cast('routed_down-input-cast', 'mlp', 'forward', rows, expertHidden)],
    recompute: [castTranspose('routed_down-input-cast-transpose', 'mlp', 'recompute', rows, expertHidden)],
    backwardInput: [
      cast('routed_gate_up-gradient-cast', 'mlp', 'backward-input', rows, 2 * expertHidden),
      castTranspose(
        'routed_gate_up-gradient-cast-transpose',
        'mlp',
        'backward-input',
        rows,
        2 * expertHidden,
      ),
    ],
    backwardWeight: [
      castTranspose('routed_gate_up-input-transpose', 'mlp', 'backward-weight', rows, hidden, 'fp8'),
      castTranspose('routed_down-gradient-transpose', 'mlp', 'backward-weight', rows, hidden, 'fp8'),
    ],
  };
}
