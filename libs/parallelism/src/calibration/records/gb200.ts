/**
 * Calibration record of the gb200. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const GB200: DeviceRecord = {
  device: 'gb200',
  bf16GflopsPerSm: 16891.9,
  bandwidthGBpsPerSm: 54.0541,
  relative: 'b200',
  entries: {
    ...entriesOf('fitted', 'test/data/public-kernels/gemm.csv (384 rows, gb200)', {
      matrixStartSeconds: 0.000002329,
      halfIntensity: 27.96,
      loadFraction: 0.7859,
      splitSeconds: 0.000005543,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.915,
      blockPeakFraction: 0.99,
      fp4PeakFraction: 0.6631,
      bf16StoreGBps: 2000,
      fp8StoreGBps: 214.7,
      blockStoreGBps: 109.3,
      fp4StoreGBps: 106.9,
      bf16Droop: 0.3524,
      fp8Droop: 0.1603,
      blockDroop: 0.4,
      droopSeconds: 0.003,
      quantizeStartSeconds: 0.000002804,
      quantizeFraction: 0.7607,
      dynamicQuantizeStartSeconds: 0.00001173,
      dynamicQuantizeFraction: 0.5212,
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
      attentionStartSeconds: 0.000008321,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.7843,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 7.273e-8,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000003737,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 1.018,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, gb200)', {
      engineStartSeconds: 0.000008321,
      engineForwardFraction: 0.7843,
      engineSoftmaxSeconds: 7.273e-8,
      engineForwardStartSeconds: 0.000003737,
      engineForwardTail: 1.018,
      attentionFp8Gain: 0.8956,
      attentionFp8StartSeconds: 0.00000791,
      attentionSinkShare: 0.5468,
      attentionGenericShare: 0.1696,
      latentStartSeconds: 0.00001256,
      latentForwardFraction: 0.7787,
      latentSoftmaxSeconds: 1.685e-7,
      cacheWriteSeconds: 0.000004316,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (37 rows, gb200)', {
      decodeStartSeconds: 0.000008918,
      decodeLoadFraction: 0.9155,
      decodeFp8Share: 0.7782,
      decodeWalkSeconds: 0.000001382,
      decodeSplitKeySeconds: 4.721e-9,
      latentDecodeFraction: 0.1027,
      latentDecodeStartSeconds: 0.000001093,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (142 rows, gb200)', {
      convolutionFraction: 0.3731,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, gb200)', {
      recurrenceStartSeconds: 0.00007082,
      recurrenceGflopsPerSm: 541.5,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, gb200)', {
      cacheGain: 1.139,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, gb200)', {
      expertStartSeconds: 0.00003154,
      expertPairSeconds: 5.877e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 12.45,
      expertBf16LoadFraction: 0.9067,
      expertBf16StreamFraction: 0.3622,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.8852,
      expertFp8StreamFraction: 0.2944,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 63.41,
      expertBlockLoadFraction: 0.7512,
      expertBlockStreamFraction: 0.6418,
      expertFp4Fraction: 0.4332,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.6814,
      expertFp4StreamFraction: 0.2814,
    }),
  },
};
