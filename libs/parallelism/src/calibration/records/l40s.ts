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
      halfIntensity: 15.51,
      loadFraction: 0.8255,
      splitSeconds: 0.000003687,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.99,
      blockPeakFraction: 0.7168,
      bf16StoreGBps: 12.11,
      fp8StoreGBps: 13.74,
      blockStoreGBps: 6.151,
      bf16Droop: 0.3657,
      fp8Droop: 0.3895,
      blockDroop: 0.4,
      droopSeconds: 0.0002086,
      quantizeStartSeconds: 3e-7,
      quantizeFraction: 0.6637,
      dynamicQuantizeStartSeconds: 0.000007335,
      dynamicQuantizeFraction: 0.99,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000001,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.8852,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 1e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000001162,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.41,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, l40s)', {
      engineStartSeconds: 0.000001,
      engineForwardFraction: 0.8852,
      engineSoftmaxSeconds: 1e-9,
      engineForwardStartSeconds: 0.000001162,
      engineForwardTail: 0.41,
      attentionFp8Gain: 1.399,
      attentionFp8StartSeconds: 0.000004279,
      attentionSinkShare: 0.7495,
      attentionGenericShare: 0.5669,
      latentStartSeconds: 0.000001,
      latentForwardFraction: 0.99,
      latentSoftmaxSeconds: 0.00000142,
      cacheWriteSeconds: 5e-7,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, l40s)', {
      decodeStartSeconds: 0.000007917,
      decodeLoadFraction: 0.8309,
      decodeFp8Share: 0.9501,
      decodeWalkSeconds: 7.448e-7,
      decodeSplitKeySeconds: 1e-11,
      latentDecodeFraction: 0.2202,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (45 rows, l40s)', {
      cacheGain: 7.431,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (345 rows, l40s)', {
      expertStartSeconds: 0.000002,
      expertPairSeconds: 5.639e-10,
      expertBf16Fraction: 0.8759,
      expertBf16HalfIntensity: 33.14,
      expertBf16LoadFraction: 0.7882,
      expertBf16StreamFraction: 1.269,
      expertFp8Fraction: 0.951,
      expertFp8HalfIntensity: 33.22,
      expertFp8LoadFraction: 0.7856,
      expertFp8StreamFraction: 1.5,
      expertBlockFraction: 0.9162,
      expertBlockHalfIntensity: 3.795,
      expertBlockLoadFraction: 0.784,
      expertBlockStreamFraction: 1.119,
    }),
  },
};
