/**
 * Precision recipes: in which format the linear layers of transformer blocks multiply, what stands between
 * them, and how operands come into their format. Router, attention core, embedding, output head and MTP
 * projection keep the 16-bit (or FP32) format of the recipe, as the published recipes do (V3 report, section
 * 3.3.1; Transformer Engine; torchao; arXiv 2509.25149).
 */
import { type KernelPrecision } from '../kernels/index.js';

/**
 * `fp8`: DeepSeek-V3's, scales of 1x128 and 128x128. `fp8-tensor`: one scale per tensor, of its current
 * maximum; `fp8-delayed`: of maxima of earlier steps; `fp8-row`: one per row. `mxfp8`, `nvfp4`: scales of 32
 * and of 16 elements in the tensor cores.
 */
export const PRECISIONS = [
  'fp32',
  'fp16',
  'bf16',
  'fp8',
  'fp8-tensor',
  'fp8-delayed',
  'fp8-row',
  'mxfp8',
  'nvfp4',
] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Formats without scales. */
export type PlainPrecision = 'fp32' | 'fp16' | 'bf16';

/** How a tensor becomes an operand: read for its maximum, then written along one axis or both. */
interface Quantization {
  /** Bytes read of each element to find the scale before anything is cast; 0 where one pass does both. */
  readonly maximumBytes: number;
  /** Bytes of an element of an operand, its scales included. */
  readonly operandBytes: number;
  /**
   * `together`: one kernel writes the tensor along both axes, and the second copy is kept for the weight
   * gradient; `apart`: the 16-bit tensor is kept and cast along the other axis when it is needed.
   */
  readonly axes: 'together' | 'apart';
}

export interface PrecisionRecipe {
  /** Of the linear layers. */
  readonly kernel: KernelPrecision;
  /** Of every other matrix. */
  readonly plain: PlainPrecision;
  /** Bytes of an element between the matrices: residual stream, norms, activations, what ranks exchange. */
  readonly elementBytes: 2 | 4;
  /** Bytes of an element of a linear layer's input as it is kept for the weight gradient. */
  readonly keptOperandBytes: number;
  /** Absent: nothing is cast, or as DeepSeek's kernels do (`fp8`). */
  readonly quantization?: Quantization;
}

/** FP8 in 1x128 tiles with FP32 scales; in blocks of 32 with 8-bit ones; FP4 in blocks of 16. */
const TILE_FP8 = 1 + 4 / 128;
const BLOCK_FP8 = 1 + 1 / 32;
const BLOCK_FP4 = 1 / 2 + 1 / 16;

const half = { elementBytes: 2, plain: 'bf16' } as const;

export const PRECISION_RECIPES: Readonly<Record<Precision, PrecisionRecipe>> = {
  fp32: { kernel: 'fp32', plain: 'fp32', elementBytes: 4, keptOperandBytes: 4 },
  fp16: { kernel: 'bf16', plain: 'fp16', elementBytes: 2, keptOperandBytes: 2 },
  bf16: { kernel: 'bf16', ...half, keptOperandBytes: 2 },
  fp8: { kernel: 'fp8-block', ...half, keptOperandBytes: TILE_FP8 },
  'fp8-tensor': {
    kernel: 'fp8-tensor',
    ...half,
    keptOperandBytes: 1,
    quantization: { maximumBytes: 2, operandBytes: 1, axes: 'together' },
  },
  /**
   * The scale is known before the tensor, so one pass casts it and finds the maximum for later steps
   * (arXiv 2209.05433, section 3.2; Transformer Engine's DelayedScaling). Maxima of all tensors are reduced
   * over ranks together, some kilobytes a step, and are not counted.
   */
  'fp8-delayed': {
    kernel: 'fp8-tensor',
    ...half,
    keptOperandBytes: 1,
    quantization: { maximumBytes: 0, operandBytes: 1, axes: 'together' },
  },
  'fp8-row': {
    kernel: 'fp8-tensor',
    ...half,
    keptOperandBytes: 2,
    quantization: { maximumBytes: 0, operandBytes: 1, axes: 'apart' },
  },
  mxfp8: {
    kernel: 'fp8-tensor',
    ...half,
    keptOperandBytes: BLOCK_FP8,
    quantization: { maximumBytes: 0, operandBytes: BLOCK_FP8, axes: 'together' },
  },
  /** A scale per tensor above those of 16 elements, so the maximum is found first (arXiv 2509.25149). */
  nvfp4: {
    kernel: 'nvfp4',
    ...half,
    keptOperandBytes: BLOCK_FP4,
    quantization: { maximumBytes: 2, operandBytes: BLOCK_FP4, axes: 'together' },
  },
};

/** Bytes of an element of a matrix operand. */
export function operandBytes(precision: Precision): number {
  const { quantization, elementBytes } = PRECISION_RECIPES[precision];
  return precision === 'fp8' ? 1 : (quantization?.operandBytes ?? elementBytes);
}
