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
      matrixStartSeconds: 0.000003881,
      halfIntensity: 13.01,
      loadFraction: 0.762,
      splitSeconds: 0.000003102,
      bf16PeakFraction: 0.99,
      bf16StoreGBps: 17.44,
      bf16Droop: 0.05921,
      droopSeconds: 0.005784,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.00001297,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.9136,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 9.888e-7,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000001407,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 1.219,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (50 rows, a100)', {
      engineStartSeconds: 0.00001297,
      engineForwardFraction: 0.9136,
      engineSoftmaxSeconds: 9.888e-7,
      engineForwardStartSeconds: 0.000001407,
      engineForwardTail: 1.219,
      latentStartSeconds: 0.000006713,
      latentForwardFraction: 0.6633,
      latentSoftmaxSeconds: 6.217e-7,
    }),
    ...entriesOf('derived', '0.66 of bf16Droop: as on the H200 (.14 of .2125)', {
      attentionDroop: 0.03908,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (28 rows, a100)', {
      decodeStartSeconds: 0.00001006,
      decodeLoadFraction: 0.59,
      decodeFp8Share: 1.2,
      decodeWalkSeconds: 0.000004091,
      decodeSplitKeySeconds: 6.533e-8,
      latentDecodeFraction: 0.1769,
      latentDecodeStartSeconds: 0.00000276,
    }),
    ...entriesOf('derived', 'as latentDecodeFraction: one tile', {
      latentWideFraction: 0.1769,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (76 rows, a100)', {
      expertStartSeconds: 0.00004909,
      expertPairSeconds: 1e-12,
      expertBf16Fraction: 0.8816,
      expertBf16HalfIntensity: 37.92,
      expertBf16LoadFraction: 0.878,
      expertBf16StreamFraction: 0.4101,
    }),
  },
};
