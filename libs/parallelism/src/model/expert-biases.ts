/**
 * Biases and clamps of routed experts where no kernel takes all of a GPU's experts: Megatron Core adds the
 * bias of the second product expert by expert in FP32 (NVIDIA/Megatron-LM megatron/core/transformer/moe/
 * experts.py, `TEGroupedMLP._apply_bias`), and clamps the activation's inputs before its fused kernel
 * (megatron/core/fusions/fused_bias_geglu.py, `weighted_bias_quick_geglu_impl`). The bias of the first
 * product is added by the product, its gradient summed by that of the weights.
 */
import { type Software, eagerShare } from '../software/index.js';
import { type GroupedGemmOperation, type LayerOperation, type StreamOperation } from './operation.js';

interface Elementwise {
  /** Read and written for each element. */
  readonly bytes: number;
  readonly launches: (groups: number) => number;
}

interface Chain {
  readonly plain: Elementwise;
  /** Sums over rows or columns. */
  readonly sums?: Elementwise;
}

/** An element of the product's output is in BF16, the weight of its token in FP32. */
const OUTPUT_BIAS: Readonly<Record<'forward' | 'backward', Chain>> = {
  // Of each expert: bias by weights (FP32 out), the sum (2 + 4 in, 4 out); of all: joined (8), to BF16 (6).
  forward: { plain: { bytes: 4 + 10 + 8 + 6, launches: (groups) => 2 * groups + 2 } },
  // Of all: to FP32 (6), joined (4); of each: to BF16 (6), gradient by bias and by weights (8 each).
  // Both are summed.
  backward: {
    plain: { bytes: 6 + 4 + 6 + 8 + 8, launches: (groups) => 3 * groups + 2 },
    sums: { bytes: 4 + 4, launches: (groups) => 2 * groups },
  },
};

/** Of the activation's inputs: both halves clamped, then joined; backward masked, then joined. */
const CLAMP = { forward: { bytes: 4 + 4, launches: 3 }, backward: { bytes: 6 + 4, launches: 3 } } as const;

const elementwise = (
  of: LayerOperation,
  suffix: string,
  bytes: number,
  launches: number,
  rate = 1,
): StreamOperation => ({
  kind: 'stream',
  name: `${of.name}-${suffix}`,
  section: of.section,
  pass: of.pass,
  kernel: 'copy',
  kernelPass: 'forward',
  bytes,
  launches,
  rate,
});

/** What goes with the second product of the experts: after it forward, before its input gradient. */
export function outputBiasKernels(
  product: GroupedGemmOperation,
  { fused }: Software,
): readonly StreamOperation[] {
  if (fused.experts || product.pass === 'backward-weight') return [];
  const backward = product.pass === 'backward-input';
  const { groups, m, n, k } = product;
  const elements = groups * m * (backward ? k : n);
  const { plain, sums } = OUTPUT_BIAS[backward ? 'backward' : 'forward'];
  const of = ({ bytes, launches }: Elementwise, suffix: string, rate?: number) =>
    elementwise(product, suffix, bytes * elements, launches(groups), rate);
  return [
    of(plain, 'bias'),
    ...(sums === undefined ? [] : [of(sums, 'bias-gradient', eagerShare('sumRows'))]),
  ];
}

/** Of the kernel of a gated activation; forward it reads two inputs and writes one output, 2 bytes each. */
export function clampKernels(activation: StreamOperation, { fused }: Software): readonly StreamOperation[] {
  if (fused.experts) return [];
  const backward = activation.pass === 'backward-input';
  const { bytes, launches } = CLAMP[backward ? 'backward' : 'forward'];
  // Backward: two inputs, the output's gradient, two gradients.
  const inputs = (2 * activation.bytes) / (backward ? 10 : 6);
  return [elementwise(activation, 'clamp', bytes * inputs, launches)];
}
