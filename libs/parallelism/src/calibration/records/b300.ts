/**
 * Calibration record of the b300. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const B300: DeviceRecord = {
  device: 'b300',
  bf16GflopsPerSm: 15202.7,
  bandwidthGBpsPerSm: 52.3649,
  relative: 'b200',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (384 rows, b300)', {
      matrixStartSeconds: 0.000002262,
      halfIntensity: 16.08,
      loadFraction: 0.7992,
      splitSeconds: 0.000006422,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.9824,
      blockPeakFraction: 0.99,
      fp4PeakFraction: 0.4075,
      bf16StoreGBps: 369.2,
      fp8StoreGBps: 148.8,
      blockStoreGBps: 128.8,
      fp4StoreGBps: 139.9,
      bf16Droop: 0.3582,
      fp8Droop: 0.2797,
      blockDroop: 0.4,
      droopSeconds: 0.003,
      quantizeStartSeconds: 0.000003598,
      quantizeFraction: 0.8709,
      dynamicQuantizeStartSeconds: 0.00001177,
      dynamicQuantizeFraction: 0.5457,
    }),
    ...entriesOf('fitted', 'test/data/transformer-engine-b300.json (2 rows, b300)', {
      fp4FrameworkGain: 1.641,
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
      attentionStartSeconds: 0.000008208,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.7492,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 1e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000002936,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 0.9737,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (84 rows, b300)', {
      engineStartSeconds: 0.000008208,
      engineForwardFraction: 0.7492,
      engineSoftmaxSeconds: 1e-9,
      engineForwardStartSeconds: 0.000002936,
      engineForwardTail: 0.9737,
      attentionFp8Gain: 1.291,
      attentionFp8StartSeconds: 1e-7,
      attentionSinkShare: 0.6243,
      attentionGenericShare: 0.1721,
      latentStartSeconds: 0.00001098,
      latentForwardFraction: 0.7833,
      latentSoftmaxSeconds: 5.139e-8,
      cacheWriteSeconds: 0.000002725,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (36 rows, b300)', {
      decodeStartSeconds: 0.000007464,
      decodeLoadFraction: 0.9092,
      decodeFp8Share: 0.9621,
      decodeWalkSeconds: 0.000001238,
      decodeSplitKeySeconds: 5.346e-9,
      latentDecodeFraction: 0.1105,
      latentDecodeStartSeconds: 0.00000123,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (135 rows, b300)', {
      convolutionFraction: 0.3948,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, b300)', {
      recurrenceStartSeconds: 0.00007383,
      recurrenceGflopsPerSm: 577.6,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, b300)', {
      cacheGain: 1.21,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, b300)', {
      expertStartSeconds: 0.00003088,
      expertPairSeconds: 6.026e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 10.18,
      expertBf16LoadFraction: 0.8783,
      expertBf16StreamFraction: 0.3693,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.8621,
      expertFp8StreamFraction: 0.2994,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 55.91,
      expertBlockLoadFraction: 0.7251,
      expertBlockStreamFraction: 0.6542,
      expertFp4Fraction: 0.7223,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.7025,
      expertFp4StreamFraction: 0.2768,
    }),
  },
};
