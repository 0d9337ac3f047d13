/**
 * How fast the kernels of an eager framework are alongside a plain copy of the same bytes: fitted to half of
 * the rows of test/data/software-kernels.json (H200, PyTorch 2.11), judged on the others by
 * chunk/eager-kernels.spec.ts.
 * Other devices inherit the shares.
 */
import { type Constant, fitted } from '@railyard/base';

const share = (value: number): Constant =>
  fitted(
    value,
    'of the rate of a copy',
    'test/data/software-kernels.json (H200): median of the rows whose shape hashes to an even number',
  );

/** A row of scores fits in the registers of a warp up to this length; longer ones are read again. */
const WARP_ROW = 1024;

export const EAGER_RATES = {
  softmax: share(0.6),
  softmaxBackward: share(0.52),
  dropout: share(0.72),
  mask: share(0.5),
  gelu: share(0.75),
  geluBackward: share(0.82),
  silu: share(0.95),
  /** A sum over rows: the gradient of a bias. */
  sumRows: share(0.55),
  toFloat: share(0.51),
  /** RMSNorm written with elementwise operators. */
  norm: share(0.55),
} as const;

export type EagerKernel = keyof typeof EAGER_RATES;

export const eagerShare = (kernel: EagerKernel): number => EAGER_RATES[kernel].value;

/** Softmax over rows of `length` scores. */
export const softmaxShare = (length: number): number =>
  EAGER_RATES.softmax.value * Math.min(1, Math.sqrt(WARP_ROW / length));
