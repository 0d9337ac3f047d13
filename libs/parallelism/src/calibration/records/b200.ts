/**
 * Calibration record of the b200. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const B200: DeviceRecord = {
  device: 'b200',
  bf16GflopsPerSm: 15202.7,
  bandwidthGBpsPerSm: 52.027,
  relative: 'h200',
  entries: {
    ...entriesOf(
      'fitted',
      'test/data/public-kernels/gemm.csv, test/data/simumax-b200-kernels.json and ' +
        'test/data/torchao-b200.json (406 rows, b200)',
      {
        matrixStartSeconds: 0.000002619,
        halfIntensity: 23.72,
        loadFraction: 0.8071,
        splitSeconds: 0.000005157,
        bf16PeakFraction: 0.9572,
        fp8PeakFraction: 0.9831,
        blockPeakFraction: 0.99,
        fp4PeakFraction: 0.6536,
        bf16StoreGBps: 2000,
        fp8StoreGBps: 93.05,
        blockStoreGBps: 85.86,
        fp4StoreGBps: 91.76,
        bf16Droop: 0.3267,
        droopSeconds: 0.003713,
        quantizeStartSeconds: 0.000002983,
        quantizeFraction: 0.7884,
        dynamicQuantizeStartSeconds: 0.0000118,
        dynamicQuantizeFraction: 0.5548,
      },
    ),
    ...entriesOf('fitted', 'test/data/torchao-b200.json (5 rows, b200)', {
      fp4FrameworkGain: 1.309,
    }),
    ...entriesOf('fitted', 'test/data/simumax-b200-kernels.json (11 rows, b200)', {
      bf16WgradShare: 0.9135,
    }),
    ...entriesOf('derived', 'tensor cores of this generation apply block scales themselves', {
      promotionOps: 0,
      wgradPromotionOps: 0,
    }),
    ...entriesOf('derived', 'bf16Droop of this device by that of the h200, under 2.5 s of load', {
      fp8Droop: 0.3059,
      blockDroop: 0.2896,
    }),
    ...entriesOf('fitted', 'test/data/simumax-b200-kernels.json (8 rows, b200)', {
      groupedPeakFraction: 0.9214,
      groupedStoreGBps: 128.3,
      groupedLoadFraction: 0.4679,
    }),
    ...entriesOf(
      'fitted',
      'test/data/public-kernels/attention.csv and test/data/simumax-b200-kernels.json (105 rows, ' + 'b200)',
      {
        attentionForwardFraction: 0.7812,
        attentionSoftmaxSeconds: 2.897e-7,
        attentionForwardStartSeconds: 0.000004432,
        engineStartSeconds: 0.000009222,
        engineForwardFraction: 0.8395,
        engineSoftmaxSeconds: 1.79e-7,
        engineForwardStartSeconds: 0.00000369,
        engineForwardTail: 0.8737,
        attentionFp8Gain: 0.9033,
        attentionFp8StartSeconds: 0.000006921,
        attentionSinkShare: 0.6096,
        attentionGenericShare: 0.1657,
        latentStartSeconds: 0.0000127,
        latentForwardFraction: 0.7135,
        latentSoftmaxSeconds: 1.433e-7,
        attentionDroop: 0.001,
        attentionBackwardFraction: 0.7264,
        attentionBackwardStartSeconds: 2e-8,
        attentionUnequalShare: 0.6745,
        cacheWriteSeconds: 0.000003376,
      },
    ),
    ...entriesOf('fitted', 'test/data/public-kernels/attention.csv (35 rows, b200)', {
      decodeStartSeconds: 0.000008183,
      decodeLoadFraction: 0.93,
      decodeFp8Share: 0.8808,
      decodeWalkSeconds: 0.00000152,
      decodeSplitKeySeconds: 4.993e-9,
      latentDecodeFraction: 0.108,
      latentDecodeStartSeconds: 0.000001298,
    }),
    ...entriesOf(
      'fitted',
      'test/data/public-kernels/attention.csv: latentDecodeFraction with tiles of 64 alone',
      {
        latentWideFraction: 0.2313,
      },
    ),
    ...entriesOf(
      'fitted',
      'names of TensorRT-LLM kernels: HQk576HV512 ... VarSeqQ16Kv128StaticSwapsAbForGen',
      {
        latentTileRows: 16,
      },
    ),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (140 rows, b200)', {
      convolutionFraction: 0.3773,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (43 rows, b200)', {
      recurrenceStartSeconds: 0.00007195,
      recurrenceGflopsPerSm: 602.3,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/stream.csv (46 rows, b200)', {
      cacheGain: 1.151,
    }),
    ...entriesOf('fitted', 'test/data/public-kernels/moe.csv (724 rows, b200)', {
      expertStartSeconds: 0.00003215,
      expertPairSeconds: 5.438e-10,
      expertBf16Fraction: 0.99,
      expertBf16HalfIntensity: 13.58,
      expertBf16LoadFraction: 0.895,
      expertBf16StreamFraction: 0.3665,
      expertFp8Fraction: 0.99,
      expertFp8HalfIntensity: 0.02,
      expertFp8LoadFraction: 0.881,
      expertFp8StreamFraction: 0.2891,
      expertBlockFraction: 0.99,
      expertBlockHalfIntensity: 51.15,
      expertBlockLoadFraction: 0.7414,
      expertBlockStreamFraction: 0.5871,
      expertFp4Fraction: 0.352,
      expertFp4HalfIntensity: 0.02,
      expertFp4LoadFraction: 0.4232,
      expertFp4StreamFraction: 0.315,
    }),
  },
};
