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
      halfIntensity: 15.41,
      loadFraction: 0.8261,
      splitSeconds: 0.000003682,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.99,
      blockPeakFraction: 0.7157,
      bf16StoreGBps: 12,
      fp8StoreGBps: 13.88,
      blockStoreGBps: 6.185,
      bf16Droop: 0.366,
      fp8Droop: 0.3884,
      blockDroop: 0.4,
      droopSeconds: 0.0002082,
      quantizeStartSeconds: 3e-7,
      quantizeFraction: 0.6617,
      dynamicQuantizeStartSeconds: 0.000007328,
      dynamicQuantizeFraction: 0.99,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000001,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.9414,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 2.896e-7,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 5.947e-7,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.5466,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, l40s)', {
      engineStartSeconds: 0.000001,
      engineForwardFraction: 0.9414,
      engineSoftmaxSeconds: 2.896e-7,
      engineForwardStartSeconds: 5.947e-7,
      engineForwardTail: 0.5466,
      attentionFp8Gain: 1.46,
      attentionGenericShare: 0.5748,
      latentStartSeconds: 0.000001,
      latentForwardFraction: 0.7061,
      latentSoftmaxSeconds: 8.416e-7,
      cacheWriteSeconds: 0.000004238,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, l40s)', {
      decodeStartSeconds: 0.000007917,
      decodeLoadFraction: 0.8309,
      decodeFp8Share: 0.9501,
      decodeWalkSeconds: 7.448e-7,
      decodeSplitKeySeconds: 1e-11,
      latentDecodeFraction: 0.2202,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (345 rows, l40s)', {
      expertStartSeconds: 0.000002,
      expertPairSeconds: 5.635e-10,
      expertBf16Fraction: 0.8761,
      expertBf16HalfIntensity: 33.12,
      expertBf16LoadFraction: 0.7882,
      expertBf16StreamFraction: 1.269,
      expertFp8Fraction: 0.9503,
      expertFp8HalfIntensity: 33.22,
      expertFp8LoadFraction: 0.7856,
      expertFp8StreamFraction: 1.5,
      expertBlockFraction: 0.9157,
      expertBlockHalfIntensity: 3.75,
      expertBlockLoadFraction: 0.784,
      expertBlockStreamFraction: 1.116,
    }),
  },
};
