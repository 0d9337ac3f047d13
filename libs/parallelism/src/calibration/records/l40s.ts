/**
 * Calibration record of the l40s. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const L40S: DeviceRecord = {
  device: 'l40s',
  bf16GflopsPerSm: 2549.3,
  bandwidthGBpsPerSm: 6.08451,
  relative: 'a100',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (288 rows, l40s)', {
      matrixStartSeconds: 3e-7,
      halfIntensity: 15.99,
      loadFraction: 0.825,
      splitSeconds: 0.000003727,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.99,
      blockPeakFraction: 0.7285,
      bf16StoreGBps: 12.84,
      fp8StoreGBps: 13.8,
      blockStoreGBps: 5.907,
      bf16Droop: 0.3641,
      fp8Droop: 0.3878,
      blockDroop: 0.4,
      droopSeconds: 0.0002108,
      quantizeStartSeconds: 3e-7,
      quantizeFraction: 0.6528,
      dynamicQuantizeStartSeconds: 0.000007296,
      dynamicQuantizeFraction: 0.99,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000001,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.7341,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 1e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 6.263e-7,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.2166,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, l40s)', {
      engineStartSeconds: 0.000001,
      engineForwardFraction: 0.7341,
      engineSoftmaxSeconds: 1e-9,
      engineForwardStartSeconds: 6.263e-7,
      engineForwardTail: 0.2166,
      attentionFp8Gain: 1.401,
      attentionFp8StartSeconds: 8.446e-7,
      attentionSinkShare: 0.7571,
      attentionGenericShare: 0.566,
      latentStartSeconds: 0.000001,
      latentForwardFraction: 0.6824,
      latentSoftmaxSeconds: 5.022e-7,
      cacheWriteSeconds: 5e-7,
    }),
    ...entriesOf('derived', '0.66 of bf16Droop: as on the H200 (.14 of .2125)', {
      attentionDroop: 0.2403,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, l40s)', {
      decodeStartSeconds: 0.00000474,
      decodeLoadFraction: 0.8265,
      decodeFp8Share: 0.7775,
      decodeWalkSeconds: 8.231e-7,
      decodeSplitKeySeconds: 1e-11,
      latentDecodeFraction: 0.224,
      latentDecodeStartSeconds: 0.000005222,
    }),
    ...entriesOf('derived', 'as latentDecodeFraction: one tile', {
      latentWideFraction: 0.224,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (121 rows, l40s)', {
      convolutionFraction: 0.7425,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (40 rows, l40s)', {
      recurrenceStartSeconds: 0.000001,
      recurrenceGflopsPerSm: 120.1,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (45 rows, l40s)', {
      cacheGain: 7.553,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (345 rows, l40s)', {
      expertStartSeconds: 0.000002,
      expertPairSeconds: 5.633e-10,
      expertBf16Fraction: 0.8667,
      expertBf16HalfIntensity: 32.39,
      expertBf16LoadFraction: 0.7881,
      expertBf16StreamFraction: 1.269,
      expertFp8Fraction: 0.9487,
      expertFp8HalfIntensity: 33.21,
      expertFp8LoadFraction: 0.7856,
      expertFp8StreamFraction: 1.5,
      expertBlockFraction: 0.9012,
      expertBlockHalfIntensity: 2.511,
      expertBlockLoadFraction: 0.7842,
      expertBlockStreamFraction: 1.088,
    }),
  },
};
