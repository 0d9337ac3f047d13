/**
 * Constants of the kernel model that measurements fix. Written by tools/fit-kernels.mjs, which says how: do
 * not edit by hand.
 */
import { measured } from '@railyard/base';

const HOPPER = 'test/data/hopper-kernels.json (H200, our measurements)';
const TRACE_GEMM = 'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile)';
const TRACE_STREAM = 'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile)';

export const CALIBRATION = {
  /** What a tensor core reaches inside a large tile, cold. */
  bf16PeakFraction: measured(0.924, 'fraction of BF16 peak', HOPPER),
  /** The same with one scale per tensor or row. */
  fp8PeakFraction: measured(0.7961, 'fraction of FP8 peak', HOPPER),
  /** The same with fine-grained scales, promotion not counted. */
  blockPeakFraction: measured(0.9512, 'fraction of FP8 peak', HOPPER),
  /** Loading the scales of a tile before its first product. */
  blockFillSeconds: measured(7.567e-7, 's', HOPPER),
  /** Tile intensity at which half of that is reached. */
  halfIntensity: measured(1.152, 'rows x columns / (rows + columns)', HOPPER),
  /**
   * Rate at which results leave an SM while its tensor cores wait; what overlaps counts as infinitely fast.
   */
  bf16StoreGBps: measured(50.74, 'GB/s per SM', HOPPER),
  /** The same in FP8. */
  fp8StoreGBps: measured(34.51, 'GB/s per SM', HOPPER),
  /** Reached by the loads of a GEMM. */
  memoryFraction: measured(0.843, 'fraction of memory bandwidth', HOPPER),
  /** Reached by operands of the framework FP8 grouped GEMM. */
  groupedFp8LoadFraction: measured(0.2397, 'fraction of memory bandwidth', HOPPER),
  /** Given up in a long BF16 GEMM on all SMs (power). */
  bf16Droop: measured(0.2437, 'share of clock', HOPPER),
  /** Given up in a long FP8 GEMM on all SMs (power). */
  fp8Droop: measured(0.1867, 'share of clock', HOPPER),
  /** Time with tensor work in a training step. */
  tensorShare: measured(
    0.723,
    'share of compute time',
    'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile): GEMM and attention cores in 124.3 ms',
  ),
  /** Kernel length at which half of the droop is there. */
  droopSeconds: measured(0.0001416, 's', HOPPER),
  /** Launch, cold caches and event pair in the measured time of a GEMM or attention core. */
  matrixTimingSeconds: measured(0.000005407, 's', HOPPER),
  /** The same for a memory-bound kernel. */
  streamTimingSeconds: measured(0.000005286, 's', HOPPER),
  /** Lost by a library that does not know of held SMs. */
  lostWaves: measured(0.4839, 'waves', HOPPER),
  /** Of the forward core inside its blocks, cold. */
  attentionForwardFraction: measured(0.8541, 'fraction of BF16 peak', HOPPER),
  /** Start and end of one CTA, forward. */
  attentionForwardStartSeconds: measured(0.000002597, 's', HOPPER),
  /** Uneven end of the forward core. */
  attentionForwardTail: measured(0.5884, 'of the longest CTA', HOPPER),
  /** Of the backward core. */
  attentionBackwardFraction: measured(0.742, 'fraction of BF16 peak', HOPPER),
  /** Start and end of one CTA, backward. */
  attentionBackwardStartSeconds: measured(0.000001754, 's', HOPPER),
  /** Uneven end of the backward core. */
  attentionBackwardTail: measured(0.3685, 'of the longest CTA', HOPPER),
  /** Backward with heads beyond 128 for which the library has no kernel of its own. */
  attentionFallback: measured(0.5921, 'share of speed', HOPPER),
  /** Compiled forward elementwise kernels and copies. */
  frameworkFraction: measured(0.9532, 'fraction of memory bandwidth', HOPPER),
  /** Compiled RMSNorm backward. */
  frameworkNormBackwardFraction: measured(0.3805, 'fraction of memory bandwidth', HOPPER),
  /** Compiled SwiGLU backward. */
  frameworkSwigluBackwardFraction: measured(0.5144, 'fraction of memory bandwidth', HOPPER),
  /** Compiled cross-entropy. */
  crossEntropyForwardFraction: measured(0.3168, 'fraction of memory bandwidth', HOPPER),
  /** Its backward. */
  crossEntropyBackwardFraction: measured(0.6634, 'fraction of memory bandwidth', HOPPER),
  /** Fused AdamW. */
  adamFraction: measured(0.728, 'fraction of memory bandwidth', HOPPER),
  /**
   * FP32 work for each output and 128 of depth when both operands have 1x128 scales (o and routed down
   * wgrad).
   */
  wgradPromotionOps: measured(3.116, 'FMA', TRACE_GEMM),
  /** Casts between BF16 and 1x128 FP8 tiles. */
  castFraction: measured(0.6687, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Casts along the other axis. */
  castTransposeFraction: measured(0.7724, 'fraction of memory bandwidth', TRACE_STREAM),
  /** The same from FP8 tiles, gathered or not. */
  recastTransposeFraction: measured(0.5227, 'fraction of memory bandwidth', TRACE_STREAM),
  /** BF16 to the 12-bit format. */
  packFraction: measured(0.4213, 'fraction of memory bandwidth', TRACE_STREAM),
  /** And back. */
  unpackFraction: measured(0.5584, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Row norms. */
  normFraction: measured(0.4965, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Their backward. */
  normBackwardFraction: measured(0.5904, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Whole rows or tiles in wide words. */
  rowsFraction: measured(0.8562, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Pieces of rows. */
  stridedFraction: measured(0.3588, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Small pieces written far apart. */
  scatterFraction: measured(0.2752, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Scales turned by 32 or 64 CTAs. */
  scalesFraction: measured(0.1126, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Elementwise. */
  elementwiseFraction: measured(0.9211, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Radix-select top-k of router scores. */
  selectFraction: measured(0.02001, 'fraction of memory bandwidth', TRACE_STREAM),
  /** Counting and placing expert rows, on 4 CTAs. */
  indexFraction: measured(0.005338, 'fraction of memory bandwidth', TRACE_STREAM),
  /** What the shortest kernels take. */
  kernelStartSeconds: measured(
    0.000002,
    's',
    'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile): read off, not fitted; ' +
      'the gate launches 35 kernels in about 100 us',
  ),
  /** A second round of CTAs when SMs are held; contention not counted. */
  normLostRound: measured(
    0.4561,
    'share of a round',
    'DeepSeek profile, same kernel in layers with and without communication beside it: 7168-wide ' +
      'RMSNorm x1.63-1.69 beside communication',
  ),
  /** Slowdown beside a dispatch or combine. */
  contention: measured(
    1.14,
    'x',
    'DeepSeek profile, same kernel in layers with and without communication beside it: median ' +
      'over casts and transposes',
  ),
  /** Idle between two kernels of a stream. */
  launchGapSeconds: measured(
    0.000002186,
    's',
    'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile): 1.998 ms in 914 gaps',
  ),
} as const;
