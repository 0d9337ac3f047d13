/**
 * Sizes that do not fit a kernel's grain. Tensor cores load 16 bytes at a time: a matrix whose contiguous
 * dimension is no multiple of 8 elements takes an older and slower kernel. Attention kernels are written for
 * few head sizes and compute the others in the next larger one.
 */
import { type Constant, measured } from '@railyard/base';

const UNALIGNED =
  'test/data/software-kernels.json (H200, cuBLAS): median of products with one such dimension over 8,192 x ' +
  '4,096 x 4,096, 104 and 96 wide heads';

/** Time of a product with a contiguous dimension that is even but no multiple of 8, over an aligned one. */
const EVEN_SLOWDOWN: Constant = measured(2.77, 'x', UNALIGNED);
/** The same for an odd dimension. */
const ODD_SLOWDOWN: Constant = measured(6.8, 'x', UNALIGNED);

/** Slowdown by the contiguous dimensions of a product's operands and result. */
export function alignmentSlowdown(dimensions: readonly number[]): number {
  let slowdown = 1;
  for (const dimension of dimensions) {
    const size = Math.ceil(dimension);
    if (size % 8 === 0) continue;
    slowdown = Math.max(slowdown, size % 2 === 0 ? EVEN_SLOWDOWN.value : ODD_SLOWDOWN.value);
  }
  return slowdown;
}

/**
 * Head sizes that kernels are written for. cuDNN's speed at 72 to 112 and at 160, FlashAttention-2's
 * at 72, 80,
 * 112 and 160 are those of the next size, in FLOPs of the own size, within 8 % (software-kernels.json).
 */
const HEAD_SIZES = { cudnn: [64, 128, 192, 256], flash: [32, 64, 96, 128, 192, 256] } as const;

/** The head size that is computed. */
export function paddedHeadDim(headDim: number, kernels: keyof typeof HEAD_SIZES): number {
  return HEAD_SIZES[kernels].find((size) => size >= headDim) ?? headDim;
}
