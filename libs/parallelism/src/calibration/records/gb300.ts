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
      matrixStartSeconds: 0.000002481,
      halfIntensity: 18.92,
      loadFraction: 0.7818,
      splitSeconds: 0.000006154,
      bf16PeakFraction: 0.99,
      fp8PeakFraction: 0.99,
      blockPeakFraction: 0.99,
      fp4PeakFraction: 0.4223,
      bf16StoreGBps: 2000,
      fp8StoreGBps: 174.6,
      blockStoreGBps: 141,
      fp4StoreGBps: 111.1,
      droopSeconds: 0.004562,
      quantizeStartSeconds: 0.000002694,
      quantizeFraction: 0.754,
      dynamicQuantizeStartSeconds: 0.00001165,
      dynamicQuantizeFraction: 0.5355,
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
        bf16Droop: 0.2132,
        fp8Droop: 0.1889,
        blockDroop: 0.1698,
        streamPower: 0.499,
      },
    ),
    ...entriesOf('derived', 'as engineStartSeconds: no training kernel was measured', {
      attentionStartSeconds: 0.00000882,
    }),
    ...entriesOf('derived', 'as engineForwardFraction: no training kernel was measured', {
      attentionForwardFraction: 0.859,
    }),
    ...entriesOf('derived', 'as engineSoftmaxSeconds: no training kernel was measured', {
      attentionSoftmaxSeconds: 7.019e-9,
    }),
    ...entriesOf('derived', 'as engineForwardStartSeconds: no training kernel was measured', {
      attentionForwardStartSeconds: 0.00000342,
    }),
    ...entriesOf('derived', 'as engineForwardTail: no training kernel was measured', {
      attentionForwardTail: 1.251,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (91 rows, gb300)', {
      engineStartSeconds: 0.00000882,
      engineForwardFraction: 0.859,
      engineSoftmaxSeconds: 7.019e-9,
      engineForwardStartSeconds: 0.00000342,
      engineForwardTail: 1.251,
      attentionFp8Gain: 0.9829,
      attentionFp8StartSeconds: 0.000006377,
      attentionSinkShare: 0.5637,
      attentionGenericShare: 0.1393,
      latentStartSeconds: 0.00001256,
      latentForwardFraction: 0.7347,
      latentSoftmaxSeconds: 5.675e-9,
      cacheWriteSeconds: 0.000004022,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (37 rows, gb300)', {
      decodeStartSeconds: 0.000008988,
      decodeLoadFraction: 0.8921,
      decodeFp8Share: 0.8126,
      decodeWalkSeconds: 0.000001323,
      decodeSplitKeySeconds: 4.246e-9,
      latentDecodeFraction: 0.1037,
      latentDecodeStartSeconds: 8.091e-7,
    }),
    ...entriesOf(
      'fitted',
      'test/data/public-kernels/attention.csv: latentDecodeFraction with tiles of 64 alone',
      {
        latentWideFraction: 0.2147,
      },
    ),
    ...entriesOf(
      'fitted',
      'names of TensorRT-LLM kernels: HQk576HV512 ... VarSeqQ16Kv128StaticSwapsAbForGen',
      {
        latentTileRows: 16,
      },
    ),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (135 rows, gb300)', {
      convolutionFraction: 0.3962,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, gb300)', {
      recurrenceStartSeconds: 0.00008111,
      recurrenceGflopsPerSm: 532.7,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, gb300)', {
      cacheGain: 1.171,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, gb300)', {
      expertStartSeconds: 0.00003066,
      expertPairSeconds: 5.652e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 13.62,
      expertBf16LoadFraction: 0.8753,
      expertBf16StreamFraction: 0.3827,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.8605,
      expertFp8StreamFraction: 0.3023,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 60.08,
      expertBlockLoadFraction: 0.7224,
      expertBlockStreamFraction: 0.6541,
      expertFp4Fraction: 0.6647,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.6994,
      expertFp4StreamFraction: 0.2805,
    }),
  },
};
