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
      halfIntensity: 2.017,
      loadFraction: 0.8313,
      splitSeconds: 0.0000049,
      bf16PeakFraction: 0.9792,
      fp8PeakFraction: 0.8632,
      blockPeakFraction: 0.99,
      bf16StoreGBps: 24.16,
      fp8StoreGBps: 35.82,
      blockStoreGBps: 36.27,
      bf16Droop: 0.2735,
      fp8Droop: 0.06569,
      blockDroop: 0.1198,
      droopSeconds: 0.0003903,
      quantizeStartSeconds: 0.000001452,
      quantizeFraction: 0.7565,
      dynamicQuantizeStartSeconds: 0.000009242,
      dynamicQuantizeFraction: 0.6295,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000007105,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.9727,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 4.981e-8,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000004079,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.6459,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, h100)', {
      engineStartSeconds: 0.000007105,
      engineForwardFraction: 0.9727,
      engineSoftmaxSeconds: 4.981e-8,
      engineForwardStartSeconds: 0.000004079,
      engineForwardTail: 0.6459,
      attentionFp8Gain: 1.235,
      attentionFp8StartSeconds: 1e-7,
      attentionSinkShare: 0.6843,
      attentionGenericShare: 0.08688,
      latentStartSeconds: 0.00001556,
      latentForwardFraction: 0.891,
      latentSoftmaxSeconds: 1e-9,
      cacheWriteSeconds: 0.000005607,
    }),
    ...entriesOf('derived', 'as bf16Droop: no training kernel was measured', {
      attentionDroop: 0.2735,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, h100)', {
      decodeStartSeconds: 0.0000066,
      decodeLoadFraction: 0.8728,
      decodeFp8Share: 0.7372,
      decodeWalkSeconds: 0.000002893,
      decodeSplitKeySeconds: 1.326e-8,
      latentDecodeFraction: 0.893,
      latentDecodeStartSeconds: 0.000004883,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (131 rows, h100)', {
      convolutionFraction: 0.6909,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (41 rows, h100)', {
      recurrenceStartSeconds: 0.00005664,
      recurrenceGflopsPerSm: 425.9,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, h100)', {
      cacheGain: 1.989,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (505 rows, h100)', {
      expertStartSeconds: 0.00002441,
      expertPairSeconds: 7.188e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 18.7,
      expertBf16LoadFraction: 0.8862,
      expertBf16StreamFraction: 0.683,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 21.17,
      expertFp8LoadFraction: 0.83,
      expertFp8StreamFraction: 0.5699,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 79.89,
      expertBlockLoadFraction: 0.8814,
      expertBlockStreamFraction: 0.2616,
    }),
  },
};
