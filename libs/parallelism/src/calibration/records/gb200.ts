/**
 * Calibration record of the gb200. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const GB200: DeviceRecord = {
  device: 'gb200',
  bf16GflopsPerSm: 16891.9,
  bandwidthGBpsPerSm: 54.0541,
  relative: 'b200',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (384 rows, gb200)', {
      matrixStartSeconds: 0.000002308,
      halfIntensity: 28.82,
      loadFraction: 0.786,
      splitSeconds: 0.000005523,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.9455,
      blockPeakFraction: 0.99,
      fp4PeakFraction: 0.671,
      bf16StoreGBps: 2000,
      fp8StoreGBps: 177.8,
      blockStoreGBps: 107.6,
      fp4StoreGBps: 105.6,
      droopSeconds: 0.002922,
      quantizeStartSeconds: 0.000002801,
      quantizeFraction: 0.764,
      dynamicQuantizeStartSeconds: 0.00001176,
      dynamicQuantizeFraction: 0.5113,
    }),
    ...entriesOf('derived', 'tensor cores of this generation apply block scales themselves', {
      promotionOps: 0,
      wgradPromotionOps: 0,
    }),
    ...entriesOf(
      'derived',
      'the b200 under load (simumax-b200-kernels.json) at this power limit: power = idle + tensor ' +
        'clock^2.53 (libs/parallelism/src/kernels/clock.ts)',
      {
        bf16Droop: 0.2666,
        fp8Droop: 0.2439,
        blockDroop: 0.2262,
        streamPower: 0.596,
      },
    ),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000009704,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.7888,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 9.059e-8,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000003628,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 1.181,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, gb200)', {
      engineStartSeconds: 0.000009704,
      engineForwardFraction: 0.7888,
      engineSoftmaxSeconds: 9.059e-8,
      engineForwardStartSeconds: 0.000003628,
      engineForwardTail: 1.181,
      attentionFp8Gain: 0.8778,
      attentionFp8StartSeconds: 0.000007051,
      attentionSinkShare: 0.56,
      attentionGenericShare: 0.1617,
      latentStartSeconds: 0.00001317,
      latentForwardFraction: 0.8652,
      latentSoftmaxSeconds: 3.137e-7,
      cacheWriteSeconds: 0.000003487,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (37 rows, gb200)', {
      decodeStartSeconds: 0.000008918,
      decodeLoadFraction: 0.9155,
      decodeFp8Share: 0.7782,
      decodeWalkSeconds: 0.000001382,
      decodeSplitKeySeconds: 4.722e-9,
      latentDecodeFraction: 0.1027,
      latentDecodeStartSeconds: 0.000001093,
    }),
    ...entriesOf(
      'fitted',
      'test/data/public-kernels/attention.csv: latentDecodeFraction with tiles of 64 alone',
      {
        latentWideFraction: 0.2121,
      },
    ),
    ...entriesOf(
      'fitted',
      'names of TensorRT-LLM kernels: HQk576HV512 ... VarSeqQ16Kv128StaticSwapsAbForGen',
      {
        latentTileRows: 16,
      },
    ),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (142 rows, gb200)', {
      convolutionFraction: 0.3731,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, gb200)', {
      recurrenceStartSeconds: 0.00007082,
      recurrenceGflopsPerSm: 541.5,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, gb200)', {
      cacheGain: 1.136,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, gb200)', {
      expertStartSeconds: 0.00003155,
      expertPairSeconds: 5.889e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 12.6,
      expertBf16LoadFraction: 0.9067,
      expertBf16StreamFraction: 0.3622,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.8853,
      expertFp8StreamFraction: 0.2946,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 62.48,
      expertBlockLoadFraction: 0.7512,
      expertBlockStreamFraction: 0.64,
      expertFp4Fraction: 0.4354,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.6815,
      expertFp4StreamFraction: 0.2812,
    }),
  },
};
