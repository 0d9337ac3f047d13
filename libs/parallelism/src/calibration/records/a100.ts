/**
 * Calibration record of the a100. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const A100: DeviceRecord = {
  device: 'a100',
  bf16GflopsPerSm: 2888.89,
  bandwidthGBpsPerSm: 18.8796,
  relative: 'h200',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (96 rows, a100)', {
      matrixStartSeconds: 0.000004003,
      halfIntensity: 13.53,
      loadFraction: 0.7622,
      splitSeconds: 0.00000281,
      bf16PeakFraction: 0.99,
      bf16StoreGBps: 19.74,
      bf16Droop: 0.04326,
      droopSeconds: 0.003,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.00001234,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.7872,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 4.644e-7,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000001565,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.8676,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (50 rows, a100)', {
      engineStartSeconds: 0.00001234,
      engineForwardFraction: 0.7872,
      engineSoftmaxSeconds: 4.644e-7,
      engineForwardStartSeconds: 0.000001565,
      engineForwardTail: 0.8676,
      latentStartSeconds: 0.000001,
      latentForwardFraction: 0.7347,
      latentSoftmaxSeconds: 0.000001316,
    }),
    ...entriesOf('derived', 'as bf16Droop: no training kernel was measured', {
      attentionDroop: 0.04326,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (28 rows, a100)', {
      decodeStartSeconds: 0.00001007,
      decodeLoadFraction: 0.5892,
      decodeFp8Share: 1.2,
      decodeWalkSeconds: 0.000004081,
      decodeSplitKeySeconds: 6.526e-8,
      latentDecodeFraction: 0.1801,
      latentDecodeStartSeconds: 0.000002736,
    }),
    ...entriesOf('derived', 'as latentDecodeFraction: one tile', {
      latentWideFraction: 0.1801,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (76 rows, a100)', {
      expertStartSeconds: 0.0000478,
      expertPairSeconds: 1e-12,
      expertBf16Fraction: 0.9195,
      expertBf16HalfIntensity: 42.63,
      expertBf16LoadFraction: 0.8802,
      expertBf16StreamFraction: 0.4031,
    }),
  },
};
