/** Feed-forward blocks on one GPU: dense, the gate, shared and routed experts. */
import { gateKernels } from '../software/index.js';
import { type LayerShape, expertColumns, ownCastRows, residualTokens } from './layer-shape.js';
import { type LayerFfn } from './layer-kinds.js';
import { type ModelSpec, type MoeSpec, isGated } from './model-spec.js';
import {
  type GemmOperation,
  type GroupedGemmOperation,
  type StreamOperation,
  inputGradientOf,
  weightGradientOf,
} from './operation.js';
import { expertWidth, sharedExpertHidden } from './parameters.js';
import { type OperationPart, inSequence, linear, stream } from './operation-part.js';
import { PRECISION_RECIPES, type Precision } from './precision.js';
import { type CastTensor, cast, castTranspose, lateCasts, operandCasts } from './quantization.js';

/** Kernels of the gate other than its matrix, no larger than a launch. */
const gateLaunches = ({ software, exchange }: LayerShape): number =>
  gateKernels(software?.gate ?? 'traced', exchange === 'all-to-all');

function gemm(
  name: string,
  precision: GemmOperation['precision'],
  m: number,
  n: number,
  k: number,
): GemmOperation {
  return { kind: 'gemm', name, section: 'mlp', pass: 'forward', precision, m, n, k };
}

/** silu(gate) * up, or a plain activation. Its output is recomputed, its inputs are kept. */
function activation(name: string, model: ModelSpec, rows: number, inner: number): OperationPart {
  const kernel = isGated(model) ? 'swiglu' : 'bias-gelu';
  const inputs = (isGated(model) ? 4 : 2) * rows * inner;
  const output = 2 * rows * inner;
  const forward = stream(name, 'mlp', 'forward', { kernel, read: inputs, write: output });
  return {
    forward: [forward],
    recompute: [{ ...forward, pass: 'recompute' }],
    backwardInput: [stream(name, 'mlp', 'backward-input', { kernel, read: inputs + output, write: inputs })],
    backwardWeight: [],
  };
}

/** Names of an FFN's first matrix and activation. */
const partNames = (model: ModelSpec): { readonly up: string; readonly activation: string } =>
  isGated(model) ? { up: 'gate_up', activation: 'swiglu' } : { up: 'up', activation: 'activation' };

/** Columns of the matrices in: gate and up side by side, or up alone. */
const columnsIn = (model: ModelSpec, inner: number): number => (isGated(model) ? 2 : 1) * inner;

function block(prefix: string, model: ModelSpec, inner: number, shape: LayerShape): OperationPart {
  const { tokens, precision } = shape;
  const names = partNames(model);
  const own = ownCastRows(shape);
  return inSequence([
    linear(gemm(`${prefix}_${names.up}`, precision, tokens, columnsIn(model, inner), model.hidden), {
      castRows: { input: own },
    }),
    activation(`${prefix}_${names.activation}`, model, tokens, inner),
    linear(gemm(`${prefix}_down`, precision, tokens, model.hidden, inner), { castRows: { gradient: own } }),
  ]);
}

/** The FFN of a layer, its gate first where it has experts. */
export function ffnOperations(model: ModelSpec, ffn: LayerFfn, shape: LayerShape): readonly OperationPart[] {
  switch (ffn.kind) {
    case 'none':
      return [];
    case 'dense':
      return [block('dense', model, ffn.hidden / shape.tensorParallel, shape)];
    case 'moe':
      return [routerOperations(model, ffn.moe, shape), expertOperations(model, ffn.moe, shape)];
  }
}

/**
 * The gate: in the plain format, whole on every GPU. Both its gradients are computed with the input gradient,
 * as in the profile.
 */
function routerOperations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): OperationPart {
  const rows = residualTokens(shape);
  const matrix: GemmOperation = {
    ...gemm('router', PRECISION_RECIPES[shape.precision].plain, rows, moe.routedExperts, model.hidden),
    section: 'attention',
  };
  const scores = 4 * rows * moe.routedExperts;
  const select = (pass: 'forward' | 'backward-input') =>
    stream('gate', 'attention', pass, {
      kernel: 'elementwise',
      read: 2 * scores,
      write: scores,
      launches: gateLaunches(shape),
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

function expertOperations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): OperationPart {
  const routed = routedOperations(model, moe, shape);
  const parts = [
    moe.latentHidden === undefined ? routed : throughLatent(model, moe.latentHidden, routed, shape),
  ];
  if (moe.sharedExperts > 0)
    parts.unshift(block('shared', model, sharedExpertHidden(moe) / shape.tensorParallel, shape));
  return inSequence(parts);
}

/**
 * Experts in a smaller hidden size: tokens are projected before they are dispatched and after the combine.
 */
function throughLatent(
  model: ModelSpec,
  width: number,
  routed: OperationPart,
  shape: LayerShape,
): OperationPart {
  const rows = residualTokens(shape);
  return inSequence([
    linear(gemm('latent_down', shape.precision, rows, width, model.hidden)),
    routed,
    linear(gemm('latent_up', shape.precision, rows, model.hidden, width)),
  ]);
}

/**
 * Received tokens are scattered to expert rows, pass both grouped products and are gathered with their gate
 * weights.
 */
function routedOperations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): OperationPart {
  const { expertRows: rows, localExperts: groups, precision } = shape;
  const hidden = expertWidth(model, moe);
  const names = partNames(model);
  const inner = expertColumns(moe, shape);
  const columns = columnsIn(model, inner);
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
  const gateUp = grouped(`routed_${names.up}`, columns, hidden);
  const down = grouped('routed_down', hidden, inner);
  const activated = activation(`routed_${names.activation}`, model, rows, inner);
  const { scatter, gather } = permutations(hidden, shape);
  const pieces = castsApart(shape) ? groups : 1;
  const casts = routedCasts(precision, { rows, hidden, inner, up: names.up, columns, pieces });
  const copies = copiesInOrder(model, moe, shape);
  return {
    forward: [
      ...copies.out('forward'),
      scatter('forward'),
      ...casts.input,
      gateUp,
      ...activated.forward,
      ...casts.activated,
      down,
      gather('forward'),
      ...copies.back('forward'),
    ],
    recompute: [...activated.recompute, ...casts.recompute],
    backwardInput: [
      ...copies.out('backward-input'),
      scatter('backward-input'),
      ...casts.gradient,
      inputGradientOf(down),
      ...activated.backwardInput,
      ...casts.activatedGradient,
      inputGradientOf(gateUp),
      gather('backward-input'),
      ...copies.back('backward-input'),
    ],
    backwardWeight: [...casts.backwardWeight, weightGradientOf(down), weightGradientOf(gateUp)],
  };
}

/** Received tokens to expert rows and back. */
function permutations(hidden: number, { expertRows: rows, receivedTokens, precision }: LayerShape) {
  const wire = precision === 'fp8' ? 1 + 4 / 128 : 2;
  return {
    scatter: (pass: Passage) =>
      stream('permute', 'mlp', pass, {
        kernel: 'permute',
        read: wire * receivedTokens * hidden,
        write: wire * rows * hidden,
      }),
    gather: (pass: Passage) =>
      stream('unpermute', 'mlp', pass, {
        kernel: 'permute',
        read: 2 * rows * hidden,
        write: 2 * receivedTokens * hidden,
      }),
  };
}

type Passage = 'forward' | 'backward-input';

/**
 * Around an all-to-all: each token is copied for each of its experts before it, and what comes back is added
 * up after it. Kernels that send once to each GPU do both on the way.
 */
function copiesInOrder(model: ModelSpec, moe: MoeSpec, shape: LayerShape) {
  const width = expertWidth(model, moe);
  const tokens = residualTokens(shape);
  const [whole, copied] = [2 * tokens * width, 2 * tokens * moe.topK * (moe.capacityFactor ?? 1) * width];
  const moved = (name: string, section: 'attention' | 'mlp', pass: Passage, read: number, write: number) =>
    shape.exchange === undefined ? [] : [stream(name, section, pass, { kernel: 'permute', read, write })];
  return {
    out: (pass: Passage) => moved('copies', pass === 'forward' ? 'attention' : 'mlp', pass, whole, copied),
    back: (pass: Passage) =>
      moved('copies-sum', pass === 'forward' ? 'mlp' : 'attention', pass, copied, whole),
  };
}

/**
 * Transformer Engine casts the rows of each expert by a kernel of its own (pytorch/csrc/extensions/cast.cpp,
 * `multi_tensor_quantize_impl`), those of all in one where scales are known beforehand or in FP4
 * (`split_quantize_nvfp4_impl_with_rht_helper`).
 */
const castsApart = ({ precision, software }: LayerShape): boolean =>
  software?.fused.experts === false && precision !== 'fp8-delayed' && precision !== 'nvfp4';

/** Casts around the two products of routed experts, by the operand that they make. */
interface RoutedCasts {
  readonly input: readonly StreamOperation[];
  readonly activated: readonly StreamOperation[];
  readonly recompute: readonly StreamOperation[];
  readonly gradient: readonly StreamOperation[];
  readonly activatedGradient: readonly StreamOperation[];
  readonly backwardWeight: readonly StreamOperation[];
}

interface RoutedSizes {
  readonly rows: number;
  readonly hidden: number;
  readonly inner: number;
  /** Name and columns of the product in. */
  readonly up: string;
  readonly columns: number;
  /** Kernels of a cast: one of each expert where none takes all. */
  readonly pieces: number;
}

type RoutedTensors = Readonly<Record<'input' | 'activated' | 'gradient' | 'activatedGradient', CastTensor>>;

/** Dispatch brings 16-bit rows, which are cast as any linear layer's; DeepSeek's brings FP8. */
function routedCasts(precision: Precision, of: RoutedSizes): RoutedCasts {
  const tensor = (name: string, width: number): CastTensor => ({
    name: `routed_${name}`,
    section: 'mlp',
    rows: of.rows,
    width,
  });
  const tensors: RoutedTensors = {
    input: tensor(`${of.up}-input`, of.hidden),
    activated: tensor('down-input', of.inner),
    gradient: tensor('down-gradient', of.hidden),
    activatedGradient: tensor(`${of.up}-gradient`, of.columns),
  };
  if (precision === 'fp8') return fineGrainedRoutedCasts(tensors);
  const each = (casts: readonly StreamOperation[]): readonly StreamOperation[] =>
    of.pieces === 1 ? casts : casts.map((operation) => ({ ...operation, pieces: of.pieces }));
  return {
    input: each(operandCasts(precision, tensors.input, 'forward')),
    activated: each(operandCasts(precision, tensors.activated, 'forward')),
    recompute: [],
    gradient: each(operandCasts(precision, tensors.gradient, 'backward-input')),
    activatedGradient: each(operandCasts(precision, tensors.activatedGradient, 'backward-input')),
    backwardWeight: each(lateCasts(precision, Object.values(tensors))),
  };
}

/**
 * DeepSeek's: the inputs of the down projection and the gradients of the gate and up projections are cast
 * here. What arrived in FP8 (activations by dispatch, output gradients by the combine's backward) is
 * transposed when the weight gradient needs it.
 */
function fineGrainedRoutedCasts(of: RoutedTensors): RoutedCasts {
  return {
    input: [],
    activated: [cast(`${of.activated.name}-cast`, of.activated, 'forward')],
    recompute: [castTranspose(`${of.activated.name}-cast-transpose`, of.activated, 'recompute')],
    gradient: [],
    activatedGradient: operandCasts('fp8', of.activatedGradient, 'backward-input'),
    backwardWeight: [
      castTranspose(`${of.input.name}-transpose`, of.input, 'backward-weight', 'fp8'),
      castTranspose(`${of.gradient.name}-transpose`, of.gradient, 'backward-weight', 'fp8'),
    ],
  };
}
