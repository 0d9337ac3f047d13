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
      matrixStartSeconds: 0.000002247,
      halfIntensity: 16.87,
      loadFraction: 0.7995,
      splitSeconds: 0.000006412,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.9883,
      blockPeakFraction: 0.99,
      fp4PeakFraction: 0.4099,
      bf16StoreGBps: 540.5,
      fp8StoreGBps: 151.3,
      blockStoreGBps: 129.2,
      fp4StoreGBps: 140,
      droopSeconds: 0.003003,
      quantizeStartSeconds: 0.000003594,
      quantizeFraction: 0.8781,
      dynamicQuantizeStartSeconds: 0.00001178,
      dynamicQuantizeFraction: 0.547,
    }),
    ...entriesOf('fitted', 'test/data/transformer-engine-b300.json (2 rows, b300)', {
      fp4FrameworkGain: 1.632,
    }),
    ...entriesOf('derived', 'tensor cores of this generation apply block scales themselves', {
      promotionOps: 0,
      wgradPromotionOps: 0,
    }),
    ...entriesOf(
      'derived',
      'the b200 under load (simumax-b200-kernels.json) at this power limit: power = idle + tensor ' +
        'clock^2.53 (libs/parallelism/src/kernels/clock.ts)',
      {
        bf16Droop: 0.2957,
        fp8Droop: 0.2739,
        blockDroop: 0.2569,
        streamPower: 0.6603,
      },
    ),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.000008611,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.7379,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 1e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.000002867,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 1.282,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (84 rows, b300)', {
      engineStartSeconds: 0.000008611,
      engineForwardFraction: 0.7379,
      engineSoftmaxSeconds: 1e-9,
      engineForwardStartSeconds: 0.000002867,
      engineForwardTail: 1.282,
      attentionFp8Gain: 1.284,
      attentionFp8StartSeconds: 1e-7,
      attentionSinkShare: 0.6207,
      attentionGenericShare: 0.1657,
      latentStartSeconds: 0.00001136,
      latentForwardFraction: 0.771,
      latentSoftmaxSeconds: 7.671e-8,
      cacheWriteSeconds: 0.000002706,
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
    ...entriesOf(
      'fitted',
      'test/data/public-kernels/attention.csv: latentDecodeFraction with tiles of 64 alone',
      {
        latentWideFraction: 0.2346,
      },
    ),
    ...entriesOf(
      'fitted',
      'names of TensorRT-LLM kernels: HQk576HV512 ... VarSeqQ16Kv128StaticSwapsAbForGen',
      {
        latentTileRows: 16,
      },
    ),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (135 rows, b300)', {
      convolutionFraction: 0.3948,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, b300)', {
      recurrenceStartSeconds: 0.00007383,
      recurrenceGflopsPerSm: 577.6,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, b300)', {
      cacheGain: 1.199,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, b300)', {
      expertStartSeconds: 0.00003087,
      expertPairSeconds: 6.021e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 10.45,
      expertBf16LoadFraction: 0.8783,
      expertBf16StreamFraction: 0.3695,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.8621,
      expertFp8StreamFraction: 0.2994,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 55.98,
      expertBlockLoadFraction: 0.7251,
      expertBlockStreamFraction: 0.6542,
      expertFp4Fraction: 0.7224,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.7025,
      expertFp4StreamFraction: 0.2768,
    }),
  },
};
