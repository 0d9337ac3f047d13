/** Share of the memory bandwidth that a family of memory-bound kernels reaches. */
import { type ConstantName, type KernelConstants } from '../calibration/index.js';
import { type StreamKernel, type StreamWork } from './kernel-options.js';

/** Constant of each family, and of its backward where that is another. */
const FRACTIONS: Readonly<Record<StreamKernel, readonly [ConstantName, ConstantName?]>> = {
  copy: ['frameworkFraction'],
  residual: ['frameworkFraction'],
  quantize: ['frameworkFraction'],
  rmsnorm: ['rmsNormFraction', 'rmsNormBackwardFraction'],
  layernorm: ['layerNormFraction', 'layerNormBackwardFraction'],
  'bias-gelu': ['geluFraction', 'geluBackwardFraction'],
  swiglu: ['swigluFraction', 'swigluBackwardFraction'],
  dropout: ['dropoutFraction'],
  'quantize-transposed': ['transposedQuantizeFraction'],
  rope: ['ropeFraction'],
  permute: ['permuteFraction'],
  unpermute: ['unpermuteFraction'],
  'cross-entropy': ['crossEntropyFraction', 'crossEntropyBackwardFraction'],
  adam: ['adamFraction'],
  'adam-bf16': ['adamBf16Fraction'],
  'engine-quantize': ['quantizeFraction'],
  'dynamic-quantize': ['dynamicQuantizeFraction'],
  convolution: ['convolutionFraction'],
  cast: ['castFraction'],
  'cast-transpose': ['castTransposeFraction'],
  'recast-transpose': ['recastTransposeFraction'],
  pack: ['packFraction'],
  unpack: ['unpackFraction'],
  norm: ['normFraction', 'normBackwardFraction'],
  rows: ['rowsFraction'],
  strided: ['stridedFraction'],
  scatter: ['scatterFraction'],
  scales: ['scalesFraction'],
  elementwise: ['elementwiseFraction'],
  select: ['selectFraction'],
  index: ['indexFraction'],
};

export function reachedFraction(c: KernelConstants, { kernel, pass }: StreamWork): number {
  const [forward, backward] = FRACTIONS[kernel];
  return c[pass === 'backward' ? (backward ?? forward) : forward];
}
