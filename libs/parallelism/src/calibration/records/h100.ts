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
      halfIntensity: 2.016,
      loadFraction: 0.8313,
      splitSeconds: 0.000004899,
      bf16PeakFraction: 0.9799,
      fp8PeakFraction: 0.8626,
      blockPeakFraction: 0.99,
      bf16StoreGBps: 24.11,
      fp8StoreGBps: 35.89,
      blockStoreGBps: 36.28,
      bf16Droop: 0.2737,
      fp8Droop: 0.06481,
      blockDroop: 0.1195,
      droopSeconds: 0.0003869,
      quantizeStartSeconds: 0.000001451,
      quantizeFraction: 0.7566,
      dynamicQuantizeStartSeconds: 0.000009241,
      dynamicQuantizeFraction: 0.6298,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000006248,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.99,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 8.124e-8,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000004426,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.6475,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, h100)', {
      engineStartSeconds: 0.000006248,
      engineForwardFraction: 0.99,
      engineSoftmaxSeconds: 8.124e-8,
      engineForwardStartSeconds: 0.000004426,
      engineForwardTail: 0.6475,
      attentionFp8Gain: 1.275,
      attentionGenericShare: 0.08678,
      latentStartSeconds: 0.00003,
      latentForwardFraction: 0.8488,
      latentSoftmaxSeconds: 6.168e-9,
      cacheWriteSeconds: 0.000006756,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, h100)', {
      decodeStartSeconds: 0.000008645,
      decodeLoadFraction: 0.8635,
      decodeFp8Share: 0.7328,
      decodeWalkSeconds: 0.000002817,
      decodeSplitKeySeconds: 1.25e-8,
      latentDecodeFraction: 0.99,
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
