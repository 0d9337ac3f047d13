/**
 * What a software level makes of a layer's operations (docs/model/software.md): elementwise chains where it
 * does not fuse, scores in memory where attention is two batched products, biases, dropout. The operations
 * that come in are those of a stack in which everything is fused.
 */
import { type FusedParts, type Software, eagerShare } from '../software/index.js';
import { clampKernels, outputBiasKernels } from './expert-biases.js';
import { unfusedAttention } from './unfused-attention.js';
import {
  type AttentionOperation,
  type GemmOperation,
  type GroupedGemmOperation,
  type LayerOperation,
  type MatrixOperation,
  type StreamOperation,
} from './operation.js';

/** What the change reads of a layer. */
export interface LinearTraits {
  /** Whether a linear layer has a bias, by the name of its product. */
  readonly biased: (name: string) => boolean;
  /** The activation is gated. */
  readonly gated: boolean;
  /** Routed experts have biases. */
  readonly expertBias?: boolean;
  /** The inputs of their activation are clamped. */
  readonly clampedExperts?: boolean;
  /** Columns of query, key and value in the joint projection; absent in latent attention. */
  readonly queryKeyValue?: readonly [number, number, number];
}

export function withSoftware(
  operations: readonly LayerOperation[],
  software: Software | undefined,
  traits: LinearTraits,
): readonly LayerOperation[] {
  if (software === undefined) return operations;
  return operations.flatMap((operation) => {
    switch (operation.kind) {
      case 'gemm':
        return linearKernels(operation, software, traits);
      case 'grouped-gemm':
        return expertKernels(operation, software, traits);
      case 'attention':
        return attentionKernels(operation, software);
      case 'stream':
        return streamKernels(operation, software, traits);
    }
  });
}

/** A memory-bound kernel alongside another operation. */
function beside(
  of: LayerOperation,
  suffix: string,
  bytes: number,
  { launches = 1, rate = 1 }: { readonly launches?: number; readonly rate?: number } = {},
): StreamOperation {
  const { section, pass } = of;
  return {
    kind: 'stream',
    name: `${of.name}-${suffix}`,
    section,
    pass,
    kernel: 'copy',
    kernelPass: 'forward',
    bytes,
    launches,
    rate,
  };
}

/**
 * A weight gradient is added to its accumulator by the product, or written in 16 bits and added by a kernel
 * of its own where there is something to add to.
 */
function weightGradient<T extends MatrixOperation>(
  operation: T,
  { fused, gradients }: Software,
): readonly [product: T, ...added: StreamOperation[]] {
  if (operation.pass !== 'backward-weight') return [operation];
  const { bytes, accumulate } = gradients;
  if (fused.accumulation) return [{ ...operation, outputBytes: accumulate ? 2 * bytes : bytes }];
  const product = { ...operation, outputBytes: 2 };
  if (!accumulate) return [product];
  const groups = operation.kind === 'gemm' ? 1 : operation.groups;
  return [product, beside(operation, 'accumulate', (2 + 2 * bytes) * groups * operation.m * operation.n)];
}

/** A product of all experts, with the bias of the second. */
function expertKernels(
  operation: GroupedGemmOperation,
  software: Software,
  { expertBias }: LinearTraits,
): readonly LayerOperation[] {
  const product = weightGradient(operation, software);
  if (expertBias !== true || operation.name !== 'routed_down') return product;
  const bias = outputBiasKernels(operation, software);
  return operation.pass === 'backward-input' ? [...bias, ...product] : [...product, ...bias];
}

/** Accumulators of biases and norms are too small to move anything, but each is a launch. */
const addsApart = ({ fused, gradients }: Software): boolean => !fused.accumulation && gradients.accumulate;

function linearKernels(
  operation: GemmOperation,
  software: Software,
  traits: LinearTraits,
): readonly LayerOperation[] {
  const parts = splitLinear(operation, software.fused, traits);
  return [
    ...parts.flatMap((part) => weightGradient(part, software)),
    ...joins(operation, parts.length),
    ...biasKernels(operation, software, traits),
  ];
}

/** Separate products for query, key and value, and for gate and up. */
function splitLinear(
  operation: GemmOperation,
  fused: FusedParts,
  { queryKeyValue }: LinearTraits,
): readonly GemmOperation[] {
  if (fused.projections) return [operation];
  const columns = columnsOf(operation);
  const shares = operation.name.endsWith('gate_up')
    ? [columns / 2, columns / 2]
    : operation.name === 'qkv' && queryKeyValue !== undefined
      ? queryKeyValue
      : [columns];
  if (shares.length === 1) return [operation];
  return shares.map((share) => withColumns(operation, share));
}

/** Output columns of the forward product, wherever the pass has them. */
function columnsOf({ pass, m, n, k }: GemmOperation): number {
  if (pass === 'backward-input') return k;
  return pass === 'backward-weight' ? m : n;
}

function withColumns(operation: GemmOperation, columns: number): GemmOperation {
  switch (operation.pass) {
    case 'backward-input':
      return { ...operation, k: columns };
    case 'backward-weight':
      return { ...operation, m: columns };
    case 'forward':
    case 'recompute':
      return { ...operation, n: columns };
  }
}

/** Input gradients of products that read the same tensor are summed. */
function joins(operation: GemmOperation, parts: number): readonly StreamOperation[] {
  if (parts === 1 || operation.pass !== 'backward-input') return [];
  const sums = parts - 1;
  return [beside(operation, 'sum', sums * 6 * operation.m * operation.n, { launches: sums })];
}

/**
 * A bias is added by its product, by the kernel that follows, or by one of its own; its gradient is a sum
 * over rows.
 */
function biasKernels(
  operation: GemmOperation,
  software: Software,
  { biased, gated }: LinearTraits,
): readonly StreamOperation[] {
  const { name, pass, m, n, k } = operation;
  const { fused } = software;
  if (!biased(name)) return [];
  const withActivation = !gated && fused.activation && name.endsWith('_up');
  switch (pass) {
    case 'forward':
    case 'recompute': {
      const withDropout = fused.dropout && (name === 'o' || name.endsWith('_down'));
      return fused.bias || withActivation || withDropout ? [] : [beside(operation, 'bias', 4 * m * n)];
    }
    case 'backward-input':
      // The activation's backward sums its own bias gradient.
      return withActivation
        ? []
        : [beside(operation, 'bias-gradient', 2 * m * k, { rate: eagerShare('sumRows') })];
    case 'backward-weight':
      return addsApart(software) ? [beside(operation, 'bias-accumulate', 0)] : [];
  }
}

/** The core in the kernel of the software's library, or as the kernels of unfused attention. */
export function attentionKernels(
  operation: AttentionOperation,
  software: Software,
): readonly LayerOperation[] {
  const { attention, dropout } = software;
  if (attention === 'unfused') return unfusedAttention(operation, software);
  return [
    {
      ...operation,
      ...(attention === undefined ? {} : { library: attention }),
      ...(dropout === 0 ? {} : { dropout: true }),
    },
  ];
}

/** Traffic of a chain over that of its fused kernel, and the kernels of the chain. */
interface Chain {
  readonly traffic: number;
  readonly launches: number;
  readonly rate?: number;
}

/**
 * Chains of elementwise kernels, counted from the operators of a plain PyTorch module (BF16 tensors, FP32
 * inside norms and loss): bytes for each element over those of the fused kernel.
 */
const CHAINS: Readonly<
  Record<'norm' | 'gated' | 'rope' | 'loss', { readonly forward: Chain; readonly backward: Chain }>
> = {
  // float, square, mean, scale (FP32), to BF16, times the weight; backward the same way through autograd.
  norm: {
    forward: { traffic: 36 / 4, launches: 9, rate: eagerShare('norm') },
    backward: { traffic: 76 / 6, launches: 14, rate: eagerShare('norm') },
  },
  // silu, product; backward: two products, silu.
  gated: { forward: { traffic: 10 / 6, launches: 2 }, backward: { traffic: 18 / 10, launches: 3 } },
  // For queries and keys each: negate, concatenate, two products, a sum.
  rope: { forward: { traffic: 20 / 4, launches: 10 }, backward: { traffic: 24 / 4, launches: 12 } },
  // To FP32, logarithm of the softmax, choice, mean; backward the same way, to BF16.
  loss: {
    forward: { traffic: 14 / 2, launches: 4, rate: eagerShare('toFloat') },
    backward: { traffic: 22 / 4, launches: 4, rate: eagerShare('toFloat') },
  },
};

function streamKernels(
  operation: StreamOperation,
  software: Software,
  { gated, clampedExperts }: LinearTraits,
): readonly StreamOperation[] {
  const { fused, attention } = software;
  const { kernel, name } = operation;
  const backward = operation.pass === 'backward-input';
  const chain = (of: keyof typeof CHAINS): readonly StreamOperation[] => {
    const { traffic, ...rest } = CHAINS[of][backward ? 'backward' : 'forward'];
    return [{ ...operation, kernel: 'copy', bytes: traffic * operation.bytes, ...rest }];
  };
  if (attention === 'unfused' && kernel === 'rows') return [];
  if (kernel === 'rmsnorm') return fused.norm ? normKernels(operation, software) : chain('norm');
  if (kernel === 'layernorm') return normKernels(operation, software);
  if (clampedExperts === true && name === 'routed_swiglu') {
    const activated = gated && !fused.activation ? chain('gated') : [operation];
    const clamp = clampKernels(operation, software);
    return backward ? [...activated, ...clamp] : [...clamp, ...activated];
  }
  if (kernel === 'swiglu' && gated && !fused.activation) return chain('gated');
  // Without its bias and the sum of its gradient the activation is one elementwise kernel.
  if (kernel === 'bias-gelu' && !fused.activation)
    return [{ ...operation, kernel: 'copy', rate: eagerShare(backward ? 'geluBackward' : 'gelu') }];
  if (name.startsWith('rope') && !fused.rope) return chain('rope');
  if (kernel === 'residual') return residualKernels(operation, software);
  if (kernel === 'cross-entropy' && !fused.loss) return chain('loss');
  return [operation];
}

/** Gradients of a norm's weights are added to their accumulators by kernels of their own. */
function normKernels(operation: StreamOperation, software: Software): StreamOperation[] {
  if (!addsApart(software) || operation.pass !== 'backward-input') return [operation];
  return [
    operation,
    beside(operation, 'accumulate', 0, { launches: operation.kernel === 'layernorm' ? 2 : 1 }),
  ];
}

/** The sum with the residual stream, what dropout adds to it, and its mask read backward. */
function residualKernels(
  operation: StreamOperation,
  { dropout, fused }: Software,
): readonly StreamOperation[] {
  if (dropout === 0) return [operation];
  // Of six bytes an element, the sum reads four and writes two; a mask has one.
  const elements = operation.bytes / 6;
  if (operation.pass === 'backward-input') return [operation, beside(operation, 'dropout', 5 * elements)];
  if (fused.dropout) return [{ ...operation, kernel: 'dropout' }];
  return [beside(operation, 'dropout', 5 * elements, { rate: eagerShare('dropout') }), operation];
}
