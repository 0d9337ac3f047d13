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
      matrixStartSeconds: 0.000002637,
      halfIntensity: 1.68,
      loadFraction: 0.8311,
      splitSeconds: 0.000005101,
      bf16PeakFraction: 0.9145,
      fp8PeakFraction: 0.9138,
      blockPeakFraction: 0.99,
      bf16StoreGBps: 28.01,
      fp8StoreGBps: 31.02,
      blockStoreGBps: 38.49,
      droopSeconds: 0.0007236,
      quantizeStartSeconds: 0.00000158,
      quantizeFraction: 0.7423,
      dynamicQuantizeStartSeconds: 0.000009372,
      dynamicQuantizeFraction: 0.6105,
    }),
    ...entriesOf('derived', 'as the h200 under 2.5 s of load: the same chip and power limit', {
      bf16Droop: 0.2125,
      fp8Droop: 0.199,
      blockDroop: 0.1884,
      streamPower: 0.74,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000005722,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.8427,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 3.982e-8,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000004457,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.8611,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, h100)', {
      engineStartSeconds: 0.000005722,
      engineForwardFraction: 0.8427,
      engineSoftmaxSeconds: 3.982e-8,
      engineForwardStartSeconds: 0.000004457,
      engineForwardTail: 0.8611,
      attentionFp8Gain: 1.235,
      attentionFp8StartSeconds: 1e-7,
      attentionSinkShare: 0.7168,
      attentionGenericShare: 0.08611,
      latentStartSeconds: 0.000008439,
      latentForwardFraction: 0.7928,
      latentSoftmaxSeconds: 1e-9,
      cacheWriteSeconds: 0.000006881,
    }),
    ...entriesOf('derived', '0.66 of bf16Droop: as on the H200 (.14 of .2125)', {
      attentionDroop: 0.1403,
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
    ...entriesOf('derived', 'as latentDecodeFraction: one tile', {
      latentWideFraction: 0.893,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (131 rows, h100)', {
      convolutionFraction: 0.6909,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (41 rows, h100)', {
      recurrenceStartSeconds: 0.00005664,
      recurrenceGflopsPerSm: 425.9,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, h100)', {
      cacheGain: 2.137,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (505 rows, h100)', {
      expertStartSeconds: 0.00002447,
      expertPairSeconds: 7.22e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 22.48,
      expertBf16LoadFraction: 0.8863,
      expertBf16StreamFraction: 0.691,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 18.69,
      expertFp8LoadFraction: 0.8303,
      expertFp8StreamFraction: 0.5674,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 73.61,
      expertBlockLoadFraction: 0.8802,
      expertBlockStreamFraction: 0.2617,
    }),
  },
};
