/**
 * Calibration record of the h200. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const H200: DeviceRecord = {
  device: 'h200',
  bf16GflopsPerSm: 7496.21,
  bandwidthGBpsPerSm: 36.3636,
  entries: {
    ...entriesOf(
      'fitted',
      'test/data/hopper-kernels.json, hopper-kernels-2.json and test/data/public-kernels/gemm.csv ' +
        '(422 rows, h200)',
      {
        matrixStartSeconds: 0.000003355,
        halfIntensity: 1.724,
        loadFraction: 0.8522,
        splitSeconds: 0.000002992,
        bf16PeakFraction: 0.9107,
        fp8PeakFraction: 0.8329,
        blockPeakFraction: 0.9187,
        wgradPeakFraction: 0.8501,
        bf16StoreGBps: 45.23,
        fp8StoreGBps: 35.86,
        blockStoreGBps: 38.93,
        wgradPromotionOps: 2.492,
        bf16Droop: 0.2125,
        fp8Droop: 0.199,
        blockDroop: 0.1884,
        droopSeconds: 0.0005982,
        dynamicQuantizeStartSeconds: 0.000008852,
        dynamicQuantizeFraction: 0.5583,
      },
    ),
    ...entriesOf('assumed', 'between a sum (1) and a hard maximum; the fit is flat from 2.5 to 4', {
      rooflineKnee: 3,
    }),
    ...entriesOf('assumed', 'no Hopper device has FP4 tensor cores: in use by devices that have', {
      fp4PeakFraction: 0.5,
      fp4StoreGBps: 80,
      expertFp4Fraction: 0.5,
      expertFp4HalfIntensity: 15,
      expertFp4LoadFraction: 0.7,
      expertFp4StreamFraction: 0.4,
    }),
    ...entriesOf('assumed', 'no FP4 product of a training framework was measured: as an engine', {
      fp4FrameworkGain: 1,
    }),
    ...entriesOf('assumed', 'no BF16 weight gradient was measured: as the other passes', {
      bf16WgradShare: 1,
    }),
    ...entriesOf(
      'derived',
      'accumulator += scale * partial: one fused multiply-add (DeepSeek-V3 report, section 3.3.2)',
      {
        promotionOps: 1,
      },
    ),
    ...entriesOf(
      'measured',
      'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile): GEMM and attention cores ' +
        'in 124.3 ms',
      {
        tensorShare: 0.723,
      },
    ),
    ...entriesOf(
      'fitted',
      'test/data/power-and-clock.json (H200): BF16 and FP8 products between copies, BF16 ones between ' +
        'sums, GELUs and LayerNorms, for 28 to 97 % of the time',
      {
        streamPower: 0.74,
      },
    ),
    ...entriesOf(
      'measured',
      'test/data/concurrent-traffic.json (H200), 20 SMs held, copying 250 GB/s over not copying: ' +
        'median of six GEMMs',
      {
        matrixContention: 1.02,
      },
    ),
    ...entriesOf('fitted', 'test/data/hopper-kernels.json, hopper-kernels-2.json (26 rows, h200)', {
      lostWaves: 0.7973,
    }),
    ...entriesOf('fitted', 'test/data/hopper-kernels.json, hopper-kernels-2.json (42 rows, h200)', {
      groupedPeakFraction: 0.9096,
      groupedStoreGBps: 23.64,
      groupedLoadFraction: 0.6248,
    }),
    ...entriesOf('fitted', 'test/data/hopper-kernels.json, hopper-kernels-2.json (17 rows, h200)', {
      groupedFp8LoadFraction: 0.2699,
    }),
    ...entriesOf(
      'fitted',
      'test/data/hopper-kernels.json, hopper-kernels-2.json and test/data/h200-measured.json (89 ' +
        'rows, h200)',
      {
        attentionStartSeconds: 0.000001,
        attentionForwardFraction: 0.99,
        attentionSoftmaxSeconds: 3.58e-7,
        attentionForwardStartSeconds: 0.000001401,
        attentionForwardTail: 1.223,
        attentionBackwardFraction: 0.9518,
        attentionBackwardSoftmaxSeconds: 8.482e-7,
        attentionBackwardStartSeconds: 0.000006745,
        attentionBackwardTail: 0.687,
        attentionFallback: 0.4444,
        attentionLoneBlock: 1.231,
        attentionUnequalShare: 0.8088,
      },
    ),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (123 rows, h200)', {
      engineStartSeconds: 0.000006255,
      engineForwardFraction: 0.8286,
      engineSoftmaxSeconds: 1.265e-7,
      engineForwardStartSeconds: 0.000004442,
      engineForwardTail: 0.7482,
      attentionFp8Gain: 1.323,
      attentionFp8StartSeconds: 1e-7,
      attentionSinkShare: 0.7766,
      attentionGenericShare: 0.08993,
      latentStartSeconds: 0.000009973,
      latentForwardFraction: 0.7698,
      latentSoftmaxSeconds: 1e-9,
      cacheWriteSeconds: 0.000006897,
    }),
    ...entriesOf(
      'measured',
      'test/data/hopper-kernels-2.json, op sustained, attention 64x8192x128: a loop of 2.5 s over ' +
        'its first 100 ms',
      {
        attentionDroop: 0.14,
      },
    ),
    ...entriesOf(
      'measured',
      'test/data/concurrent-traffic.json (H200), 20 SMs held, copying 250 GB/s over not copying: ' +
        'mean of forward and backward',
      {
        attentionContention: 1.06,
      },
    ),
    ...entriesOf(
      'fitted',
      'test/data/hopper-kernels.json, hopper-kernels-2.json and ' +
        'test/data/public-kernels/attention.csv (45 rows, h200)',
      {
        decodeStartSeconds: 0.000006691,
        decodeLoadFraction: 0.8551,
        decodeFp8Share: 0.6012,
        decodeWalkSeconds: 0.000002937,
        decodeKeySeconds: 3.187e-8,
        decodeSplitKeySeconds: 1.18e-8,
        latentDecodeFraction: 0.99,
        latentDecodeStartSeconds: 0.000004748,
      },
    ),
    ...entriesOf('derived', 'as latentDecodeFraction: one tile', {
      latentWideFraction: 0.99,
    }),
    ...entriesOf('derived', 'rows of a wgmma instruction', {
      latentTileRows: 64,
    }),
    ...entriesOf('fitted', 'test/data/hopper-kernels.json, hopper-kernels-2.json (50 rows, h200)', {
      frameworkStartSeconds: 0.000002354,
      frameworkFraction: 0.8832,
      swigluFraction: 0.8826,
      swigluBackwardFraction: 0.4999,
      rmsNormFraction: 0.8749,
      rmsNormBackwardFraction: 0.4102,
      layerNormFraction: 0.5219,
      layerNormBackwardFraction: 0.3375,
      geluFraction: 0.594,
      geluBackwardFraction: 0.5872,
      dropoutFraction: 0.3945,
      transposedQuantizeFraction: 0.5129,
      ropeFraction: 0.853,
      permuteFraction: 1.032,
      unpermuteFraction: 0.4081,
      crossEntropyFraction: 0.3118,
      crossEntropyBackwardFraction: 0.65,
      adamFraction: 0.7467,
      adamBf16Fraction: 0.6,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (138 rows, h200)', {
      convolutionFraction: 0.4978,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (9 rows, h200)', {
      recurrenceStartSeconds: 0.000139,
      recurrenceGflopsPerSm: 643.6,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (33 rows, h200)', {
      cacheGain: 1.174,
      quantizeStartSeconds: 0.000001434,
      quantizeFraction: 0.8909,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (505 rows, h200)', {
      expertStartSeconds: 0.00002601,
      expertPairSeconds: 5.526e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 14.2,
      expertBf16LoadFraction: 0.8874,
      expertBf16StreamFraction: 0.449,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 8.364,
      expertFp8LoadFraction: 0.8152,
      expertFp8StreamFraction: 0.3693,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 47.48,
      expertBlockLoadFraction: 0.8445,
      expertBlockStreamFraction: 0.1824,
    }),
    ...entriesOf(
      'measured',
      'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile): the gate launches 35 ' +
        'kernels in about 100 us',
      {
        kernelStartSeconds: 0.000002,
      },
    ),
    ...entriesOf('fitted', 'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile)', {
      castFraction: 0.6687,
      castTransposeFraction: 0.7724,
      recastTransposeFraction: 0.5227,
      packFraction: 0.4213,
      unpackFraction: 0.5584,
      normFraction: 0.4964,
      normBackwardFraction: 0.5904,
      rowsFraction: 0.8562,
      stridedFraction: 0.3588,
      scatterFraction: 0.2752,
      scalesFraction: 0.1126,
      elementwiseFraction: 0.9211,
      selectFraction: 0.02001,
      indexFraction: 0.005338,
    }),
    ...entriesOf(
      'measured',
      'DeepSeek profile, same kernel in layers with and without communication: 7168-wide RMSNorm ' +
        'x1.63-1.69',
      {
        normLostRound: 0.4561,
      },
    ),
    ...entriesOf(
      'measured',
      'DeepSeek profile, same kernel in layers with and without communication: median over casts ' +
        'and transposes',
      {
        contention: 1.14,
      },
    ),
    ...entriesOf('assumed', 'a Hopper SM can draw about 50 GB/s, so that half of 132 fill HBM3', {
      saturatingSmShare: 0.5,
    }),
  },
};
