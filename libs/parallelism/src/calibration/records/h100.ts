/**
 * Calibration record of the h100. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const H100: DeviceRecord = {
  device: 'h100',
  bf16GflopsPerSm: 7496.21,
  bandwidthGBpsPerSm: 25.3788,
  relative: 'h200',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (288 rows, h100)', {
      matrixStartSeconds: 0.000002716,
      halfIntensity: 2.015,
      loadFraction: 0.8313,
      splitSeconds: 0.000004899,
      bf16PeakFraction: 0.9798,
      fp8PeakFraction: 0.8626,
      blockPeakFraction: 0.99,
      bf16StoreGBps: 24.12,
      fp8StoreGBps: 35.89,
      blockStoreGBps: 36.28,
      bf16Droop: 0.2737,
      fp8Droop: 0.0648,
      blockDroop: 0.1195,
      droopSeconds: 0.0003871,
      quantizeStartSeconds: 0.000001451,
      quantizeFraction: 0.7565,
      dynamicQuantizeStartSeconds: 0.000009241,
      dynamicQuantizeFraction: 0.6298,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000007079,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.9733,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 4.969e-8,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000004079,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.6471,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, h100)', {
      engineStartSeconds: 0.000007079,
      engineForwardFraction: 0.9733,
      engineSoftmaxSeconds: 4.969e-8,
      engineForwardStartSeconds: 0.000004079,
      engineForwardTail: 0.6471,
      attentionFp8Gain: 1.236,
      attentionFp8StartSeconds: 1e-7,
      attentionSinkShare: 0.6845,
      attentionGenericShare: 0.08688,
      latentStartSeconds: 0.00001556,
      latentForwardFraction: 0.8918,
      latentSoftmaxSeconds: 1e-9,
      cacheWriteSeconds: 0.000005631,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, h100)', {
      decodeStartSeconds: 0.000008645,
      decodeLoadFraction: 0.8635,
      decodeFp8Share: 0.7328,
      decodeWalkSeconds: 0.000002817,
      decodeSplitKeySeconds: 1.25e-8,
      latentDecodeFraction: 0.99,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, h100)', {
      cacheGain: 1.988,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (505 rows, h100)', {
      expertStartSeconds: 0.00002441,
      expertPairSeconds: 7.18e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 18.65,
      expertBf16LoadFraction: 0.8862,
      expertBf16StreamFraction: 0.6826,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 21.17,
      expertFp8LoadFraction: 0.83,
      expertFp8StreamFraction: 0.5696,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 79.55,
      expertBlockLoadFraction: 0.8813,
      expertBlockStreamFraction: 0.2609,
    }),
  },
};
