/**
 * Calibration record of the gb300. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const GB300: DeviceRecord = {
  device: 'gb300',
  bf16GflopsPerSm: 16891.9,
  bandwidthGBpsPerSm: 54.0541,
  relative: 'b300',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (384 rows, gb300)', {
      matrixStartSeconds: 0.000002499,
      halfIntensity: 18.46,
      loadFraction: 0.7819,
      splitSeconds: 0.000006165,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.99,
      blockPeakFraction: 0.99,
      fp4PeakFraction: 0.4184,
      bf16StoreGBps: 2000,
      fp8StoreGBps: 167.3,
      blockStoreGBps: 141.5,
      fp4StoreGBps: 114,
      bf16Droop: 0.2237,
      fp8Droop: 0.1318,
      blockDroop: 0.2118,
      droopSeconds: 0.003,
      quantizeStartSeconds: 0.000002689,
      quantizeFraction: 0.7546,
      dynamicQuantizeStartSeconds: 0.00001164,
      dynamicQuantizeFraction: 0.5338,
    }),
    ...entriesOf(
      'published',
      'names of TensorRT-LLM kernels: HQk576HV512 ... VarSeqQ16Kv128StaticSwapsAbForGen',
      {
        latentTileRows: 16,
      },
    ),
    ...entriesOf('derived', 'tensor cores of this generation apply block scales themselves', {
      promotionOps: 0,
      wgradPromotionOps: 0,
    }),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000007132,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.8728,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 6.067e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000003506,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 1.123,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, gb300)', {
      engineStartSeconds: 0.000007132,
      engineForwardFraction: 0.8728,
      engineSoftmaxSeconds: 6.067e-9,
      engineForwardStartSeconds: 0.000003506,
      engineForwardTail: 1.123,
      attentionFp8Gain: 1.008,
      attentionFp8StartSeconds: 0.000007711,
      attentionSinkShare: 0.5656,
      attentionGenericShare: 0.1457,
      latentStartSeconds: 0.00001135,
      latentForwardFraction: 0.7641,
      latentSoftmaxSeconds: 1.003e-9,
      cacheWriteSeconds: 0.000005258,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (37 rows, gb300)', {
      decodeStartSeconds: 0.000008988,
      decodeLoadFraction: 0.8921,
      decodeFp8Share: 0.8125,
      decodeWalkSeconds: 0.000001323,
      decodeSplitKeySeconds: 4.246e-9,
      latentDecodeFraction: 0.1037,
      latentDecodeStartSeconds: 8.091e-7,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (135 rows, gb300)', {
      convolutionFraction: 0.3962,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, gb300)', {
      recurrenceStartSeconds: 0.00008111,
      recurrenceGflopsPerSm: 532.7,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, gb300)', {
      cacheGain: 1.168,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, gb300)', {
      expertStartSeconds: 0.00003066,
      expertPairSeconds: 5.656e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 13.44,
      expertBf16LoadFraction: 0.8753,
      expertBf16StreamFraction: 0.3831,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.8605,
      expertFp8StreamFraction: 0.3024,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 60.05,
      expertBlockLoadFraction: 0.7224,
      expertBlockStreamFraction: 0.6543,
      expertFp4Fraction: 0.6648,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.6994,
      expertFp4StreamFraction: 0.2805,
    }),
  },
};
