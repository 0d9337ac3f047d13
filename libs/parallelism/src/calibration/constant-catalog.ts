/**
 * The constants of the kernel model: what each means, in which unit, and where the model uses it
 * (docs/model/kernels.md gives the equations). A device's record gives values to them; the list is the same
 * for every device.
 */

export interface ConstantMeaning {
  readonly unit: string;
  /** What it is. */
  readonly what: string;
}

const meaning = (unit: string, what: string): ConstantMeaning => ({ unit, what });
const PEAK = 'fraction of peak';
const BANDWIDTH = 'fraction of memory bandwidth';
const INTENSITY = 'rows x columns / (rows + columns)';

/** Matrix multiplications: kernels/gemm.ts. */
const MATRIX = {
  matrixStartSeconds: meaning('s', 'start and end of a matrix kernel'),
  halfIntensity: meaning(INTENSITY, 'tile intensity at half of the peak fraction'),
  loadFraction: meaning(BANDWIDTH, 'reached by the operands of a matrix kernel'),
  splitSeconds: meaning('s', 'adding up the parts of a product whose depth is split'),
  rooflineKnee: meaning(
    '',
    'exponent that joins compute and memory time: their maximum, rounded at the knee',
  ),
  bf16PeakFraction: meaning(PEAK, 'BF16, inside a large tile at full clock'),
  fp8PeakFraction: meaning(PEAK, 'FP8 with one scale per tensor or row, inside a large tile at full clock'),
  blockPeakFraction: meaning(PEAK, 'FP8 with 1x128 by 128x128 scales, promotion not counted'),
  wgradPeakFraction: meaning(PEAK, 'FP8 with 1x128 scales of both operands, promotion not counted'),
  fp4PeakFraction: meaning(PEAK, 'FP4 with scales of 16 elements, inside a large tile at full clock'),
  fp4FrameworkGain: meaning('x', "speed of a training framework's FP4 products over an inference engine's"),
  bf16WgradShare: meaning('share of speed', 'BF16 weight gradient that is added up in FP32'),
  bf16StoreGBps: meaning('GB/s per SM', 'rate at which BF16 kernels write results while tensor cores wait'),
  fp8StoreGBps: meaning('GB/s per SM', 'the same in FP8'),
  blockStoreGBps: meaning('GB/s per SM', 'the same in FP8 with fine-grained scales'),
  fp4StoreGBps: meaning('GB/s per SM', 'the same in FP4'),
  promotionOps: meaning('FMA', 'FP32 work for each output and 128 of depth with fine-grained scales'),
  wgradPromotionOps: meaning('FMA', 'the same when both operands have 1x128 scales'),
  bf16Droop: meaning('share of clock', 'given up by BF16 tensor cores that never rest (power)'),
  fp8Droop: meaning('share of clock', 'given up by FP8 and FP4 tensor cores that never rest (power)'),
  blockDroop: meaning('share of clock', 'the same in FP8 with fine-grained scales'),
  droopSeconds: meaning('s', 'length of a benchmark kernel at which half of the droop is there'),
  tensorShare: meaning(
    'share of compute time',
    'time with tensor work in a step, where the job does not say',
  ),
  streamPower: meaning(
    'share of power above idle',
    'drawn by memory-bound kernels between those of tensor cores',
  ),
  matrixContention: meaning('x', 'slowdown of a GEMM while communication moves data, SMs apart'),
  lostWaves: meaning('waves', 'lost by a library that does not know that SMs are held'),
  groupedPeakFraction: meaning(PEAK, 'grouped BF16 GEMM of the framework'),
  groupedStoreGBps: meaning('GB/s per SM', 'its rate of writing results'),
  groupedLoadFraction: meaning(BANDWIDTH, 'reached by its operands'),
  groupedFp8LoadFraction: meaning(BANDWIDTH, 'reached by operands of the framework FP8 grouped GEMM'),
} as const;

/** Attention: kernels/attention.ts and kernels/decode-attention.ts. */
const ATTENTION = {
  attentionStartSeconds: meaning('s', 'start and end of a forward kernel'),
  attentionForwardFraction: meaning(PEAK, 'of the products of the forward core'),
  attentionSoftmaxSeconds: meaning('s per 128 x 128 block', 'exponentials that no product hides'),
  attentionForwardStartSeconds: meaning('s', 'start and end of one CTA, forward'),
  attentionForwardTail: meaning('of the longest CTA', 'uneven end of the forward core'),
  engineStartSeconds: meaning('s', 'forward of an inference engine, keys in a paged cache: start and end'),
  engineForwardFraction: meaning(PEAK, 'of its products'),
  engineSoftmaxSeconds: meaning('s per 128 x 128 block', 'its exponentials that no product hides'),
  engineForwardStartSeconds: meaning('s', 'start and end of one of its CTAs'),
  engineForwardTail: meaning('of the longest CTA', 'its uneven end'),
  attentionFp8Gain: meaning('x', 'speed of the products in FP8 over BF16'),
  attentionFp8StartSeconds: meaning('s', "an inference engine's cast of queries, keys and values to FP8"),
  attentionSinkShare: meaning('share of speed', 'forward with attention sinks'),
  attentionGenericShare: meaning(
    'share of speed',
    'forward with heads that no library kernel is written for',
  ),
  latentStartSeconds: meaning(
    's',
    "start of an inference engine's forward with latent attention, its cache written",
  ),
  latentForwardFraction: meaning(PEAK, 'of its products'),
  latentSoftmaxSeconds: meaning('s per 128 x 128 block', 'its exponentials that no product hides'),
  attentionDroop: meaning('share of clock', 'given up by attention cores that never rest (power)'),
  attentionContention: meaning('x', 'slowdown of the core while communication moves data, SMs apart'),
  attentionBackwardFraction: meaning(PEAK, 'of the products of the backward core'),
  attentionBackwardSoftmaxSeconds: meaning('s per 128 x 128 block', 'what no product hides, backward'),
  attentionBackwardStartSeconds: meaning('s', 'start and end of one CTA, backward'),
  attentionBackwardTail: meaning('of the longest CTA', 'uneven end of the backward core'),
  attentionFallback: meaning(
    'share of speed',
    'backward with heads beyond 128 without a kernel of their own',
  ),
  attentionLoneBlock: meaning(
    'x',
    'time of a block of the core whose SM has no other CTA to compute meanwhile',
  ),
  attentionUnequalShare: meaning(
    'share of speed',
    'backward with queries wider than values, as in latent attention',
  ),
  cacheWriteSeconds: meaning('s', 'a separate kernel that rotates and writes keys and values to the cache'),
  decodeStartSeconds: meaning('s', 'start of a decode kernel with the sum of its splits'),
  decodeLoadFraction: meaning(BANDWIDTH, 'reached by keys and values in decoding'),
  decodeFp8Share: meaning('share of speed', 'the same with a cache in FP8, which is converted'),
  decodeWalkSeconds: meaning('s', 'start and end of one CTA that walks along a context'),
  decodeKeySeconds: meaning('s per key', 'its walk, in the compiled kernel of a framework'),
  decodeSplitKeySeconds: meaning('s per key', 'its walk, in a kernel that splits the context'),
  latentDecodeFraction: meaning(PEAK, 'of the products of absorbed latent decoding'),
  latentDecodeStartSeconds: meaning('s', 'of the kernels around absorbed latent decoding, in addition'),
  latentWideFraction: meaning(PEAK, 'of such products in tiles of 64 query heads'),
  latentTileRows: meaning('rows', 'of a tile of query heads in absorbed latent decoding'),
} as const;

/** Memory-bound kernels of a compiled framework: kernels/stream.ts. */
const FRAMEWORK = {
  frameworkStartSeconds: meaning('s', 'start and end of a compiled memory-bound kernel'),
  frameworkFraction: meaning(BANDWIDTH, 'copies, additions, casts to FP8'),
  swigluFraction: meaning(BANDWIDTH, 'SwiGLU'),
  swigluBackwardFraction: meaning(BANDWIDTH, 'SwiGLU backward'),
  rmsNormFraction: meaning(BANDWIDTH, 'RMSNorm'),
  rmsNormBackwardFraction: meaning(BANDWIDTH, 'RMSNorm backward'),
  layerNormFraction: meaning(BANDWIDTH, 'LayerNorm'),
  layerNormBackwardFraction: meaning(BANDWIDTH, 'LayerNorm backward'),
  geluFraction: meaning(BANDWIDTH, 'bias and GELU'),
  geluBackwardFraction: meaning(BANDWIDTH, 'bias and GELU backward'),
  dropoutFraction: meaning(BANDWIDTH, 'dropout and residual addition, random numbers included'),
  transposedQuantizeFraction: meaning(BANDWIDTH, 'cast to FP8 along the other axis'),
  ropeFraction: meaning(BANDWIDTH, 'rotary position embedding'),
  permuteFraction: meaning(BANDWIDTH, 'rows gathered to experts, each counted although read from the cache'),
  unpermuteFraction: meaning(BANDWIDTH, 'weighted sum of expert rows to tokens'),
  crossEntropyFraction: meaning(BANDWIDTH, 'cross-entropy'),
  crossEntropyBackwardFraction: meaning(BANDWIDTH, 'its backward'),
  adamFraction: meaning(BANDWIDTH, 'fused AdamW with FP32 state'),
  adamBf16Fraction: meaning(BANDWIDTH, 'fused AdamW with BF16 state'),
  convolutionFraction: meaning(BANDWIDTH, 'short causal convolution, channel by channel'),
  recurrenceStartSeconds: meaning('s', 'start of the kernels of one recurrence over chunks'),
  recurrenceGflopsPerSm: meaning(
    'GFLOP/s per SM',
    'products of a recurrence over chunks, in compiled kernels',
  ),
  cacheGain: meaning('x', 'rate of the L2 cache over that of the memory, where all bytes are found in it'),
  quantizeStartSeconds: meaning('s', "start of an inference engine's cast of activations to 8 or 4 bits"),
  quantizeFraction: meaning(BANDWIDTH, "reached by an inference engine's cast of activations"),
  dynamicQuantizeStartSeconds: meaning('s', 'the same with the maximum of the tensor found before'),
  dynamicQuantizeFraction: meaning(BANDWIDTH, 'the same, the second read included'),
} as const;

/** One expert layer of an inference engine on one GPU: kernels/expert-layer.ts. */
const EXPERT = {
  expertStartSeconds: meaning('s', 'start of its kernels: routing, permutation, two grouped GEMMs, sum'),
  expertPairSeconds: meaning('s per token and choice', 'sorting of tokens by expert'),
  expertBf16Fraction: meaning(PEAK, 'grouped GEMM in BF16'),
  expertBf16HalfIntensity: meaning(INTENSITY, 'tile intensity at half of that'),
  expertBf16LoadFraction: meaning(BANDWIDTH, 'reached by its operands'),
  expertBf16StreamFraction: meaning(BANDWIDTH, 'permutation, casts, activation and sum in BF16'),
  expertFp8Fraction: meaning(PEAK, 'grouped GEMM in FP8'),
  expertFp8HalfIntensity: meaning(INTENSITY, 'tile intensity at half of that'),
  expertFp8LoadFraction: meaning(BANDWIDTH, 'reached by its operands'),
  expertFp8StreamFraction: meaning(BANDWIDTH, 'permutation, casts, activation and sum in FP8'),
  expertBlockFraction: meaning(PEAK, 'grouped GEMM in FP8 with fine-grained scales'),
  expertBlockHalfIntensity: meaning(INTENSITY, 'tile intensity at half of that'),
  expertBlockLoadFraction: meaning(BANDWIDTH, 'reached by its operands'),
  expertBlockStreamFraction: meaning(
    BANDWIDTH,
    'permutation, casts, activation and sum in FP8 with fine-grained scales',
  ),
  expertFp4Fraction: meaning(PEAK, 'grouped GEMM in FP4'),
  expertFp4HalfIntensity: meaning(INTENSITY, 'tile intensity at half of that'),
  expertFp4LoadFraction: meaning(BANDWIDTH, 'reached by its operands'),
  expertFp4StreamFraction: meaning(BANDWIDTH, 'permutation, casts, activation and sum in FP4'),
} as const;

/**
 * Memory-bound kernels of a fine-grained FP8 training step, and what runs around kernels: kernels/stream.ts.
 */
const TRAINING = {
  kernelStartSeconds: meaning('s', 'what the shortest kernels take'),
  castFraction: meaning(BANDWIDTH, 'casts between BF16 and 1x128 FP8 tiles'),
  castTransposeFraction: meaning(BANDWIDTH, 'casts along the other axis'),
  recastTransposeFraction: meaning(BANDWIDTH, 'the same from FP8 tiles, gathered or not'),
  packFraction: meaning(BANDWIDTH, 'BF16 to the 12-bit format'),
  unpackFraction: meaning(BANDWIDTH, 'and back'),
  normFraction: meaning(BANDWIDTH, 'row norms'),
  normBackwardFraction: meaning(BANDWIDTH, 'their backward'),
  rowsFraction: meaning(BANDWIDTH, 'whole rows or tiles in wide words'),
  stridedFraction: meaning(BANDWIDTH, 'pieces of rows'),
  scatterFraction: meaning(BANDWIDTH, 'small pieces written far apart'),
  scalesFraction: meaning(BANDWIDTH, 'scales turned by 32 or 64 CTAs'),
  elementwiseFraction: meaning(BANDWIDTH, 'elementwise'),
  selectFraction: meaning(BANDWIDTH, 'radix-select top-k of router scores'),
  indexFraction: meaning(BANDWIDTH, 'counting and placing expert rows, on 4 CTAs'),
  normLostRound: meaning('share of a round', 'a second round of CTAs when SMs are held'),
  contention: meaning('x', 'slowdown during a dispatch or combine that moves data'),
  saturatingSmShare: meaning('share of SMs', 'that draw the full memory bandwidth'),
} as const;

export const CONSTANT_CATALOG = { ...MATRIX, ...ATTENTION, ...FRAMEWORK, ...EXPERT, ...TRAINING } as const;

export type ConstantName = keyof typeof CONSTANT_CATALOG;

/** Values of all constants, as the kernel model takes them. */
export type KernelConstants = { readonly [K in ConstantName]: number };

export const CONSTANT_NAMES = Object.keys(CONSTANT_CATALOG) as ConstantName[];
