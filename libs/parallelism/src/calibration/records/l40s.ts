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
      halfIntensity: 15.56,
      loadFraction: 0.8255,
      splitSeconds: 0.000003695,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.99,
      blockPeakFraction: 0.7174,
      bf16StoreGBps: 12.21,
      fp8StoreGBps: 13.78,
      blockStoreGBps: 6.152,
      bf16Droop: 0.3654,
      fp8Droop: 0.3891,
      blockDroop: 0.4,
      droopSeconds: 0.0002086,
      quantizeStartSeconds: 3e-7,
      quantizeFraction: 0.6638,
      dynamicQuantizeStartSeconds: 0.000007331,
      dynamicQuantizeFraction: 0.99,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000001,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.8857,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 1e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000001199,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.404,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, l40s)', {
      engineStartSeconds: 0.000001,
      engineForwardFraction: 0.8857,
      engineSoftmaxSeconds: 1e-9,
      engineForwardStartSeconds: 0.000001199,
      engineForwardTail: 0.404,
      attentionFp8Gain: 1.399,
      attentionFp8StartSeconds: 0.000004166,
      attentionSinkShare: 0.7476,
      attentionGenericShare: 0.5662,
      latentStartSeconds: 0.000001,
      latentForwardFraction: 0.99,
      latentSoftmaxSeconds: 0.000001405,
      cacheWriteSeconds: 5e-7,
    }),
    ...entriesOf('derived', 'as bf16Droop: no training kernel was measured', {
      attentionDroop: 0.3654,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, l40s)', {
      decodeStartSeconds: 0.000004729,
      decodeLoadFraction: 0.8266,
      decodeFp8Share: 0.7774,
      decodeWalkSeconds: 8.231e-7,
      decodeSplitKeySeconds: 1e-11,
      latentDecodeFraction: 0.2239,
      latentDecodeStartSeconds: 0.000005225,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (121 rows, l40s)', {
      convolutionFraction: 0.7425,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (40 rows, l40s)', {
      recurrenceStartSeconds: 0.000001,
      recurrenceGflopsPerSm: 120.1,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (45 rows, l40s)', {
      cacheGain: 7.43,
    }),
    ...entriesOf('derived', 'as latentDecodeFraction: one tile', {
      latentWideFraction: 0.2239,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (345 rows, l40s)', {
      expertStartSeconds: 0.000002,
      expertPairSeconds: 5.652e-10,
      expertBf16Fraction: 0.8941,
      expertBf16HalfIntensity: 35.21,
      expertBf16LoadFraction: 0.7882,
      expertBf16StreamFraction: 1.269,
      expertFp8Fraction: 0.9487,
      expertFp8HalfIntensity: 33.03,
      expertFp8LoadFraction: 0.7855,
      expertFp8StreamFraction: 1.5,
      expertBlockFraction: 0.9032,
      expertBlockHalfIntensity: 2.646,
      expertBlockLoadFraction: 0.7841,
      expertBlockStreamFraction: 1.095,
    }),
  },
};
