/** What is fitted to which rows, device by device. */

const OURS = (row) => row.source.startsWith('hopper-kernels');
/** Attention by head size was measured later: nothing else of that set is fitted to. */
const OUR_ATTENTION = (row) => OURS(row) || row.source === 'h200-measured';
/** Products and attention of Transformer Engine, the only training kernels of this generation. */
const TRAINING = (row) => row.source === 'simumax-b200-kernels';
const TRAINING_SOURCE = 'test/data/simumax-b200-kernels.json';
/** Their weight gradients, which are added up in FP32, are slower than passes of the same size. */
const WEIGHT_GRADIENT = (row) => TRAINING(row) && /^gemm bf16 wgrad/.test(row.shape);
const has = (pattern) => (row) => pattern.test(row.family);
/** Products of the library that frameworks call (cuBLASLt) in FP4, which are not the engines' own kernels. */
const FRAMEWORK_FP4 = {
  b200: {
    names: ['fp4FrameworkGain'],
    matches: (row) => row.source === 'torchao-b200' && /^gemm nvfp4/.test(row.family),
    what: 'test/data/torchao-b200.json',
  },
  b300: {
    names: ['fp4FrameworkGain'],
    matches: has(/^linear layers nvfp4/),
    what: 'test/data/transformer-engine-b300.json',
  },
};
const GEMM_SOURCE = 'test/data/public-kernels/gemm.csv';
const ATTENTION_SOURCE = 'test/data/public-kernels/attention.csv';
const HOPPER_SOURCE = 'test/data/hopper-kernels.json, hopper-kernels-2.json';

/** Query heads are the narrow side of the instruction. */
const NARROW_TILE = {
  values: { latentTileRows: 16 },
  entries: {
    latentTileRows: {
      provenance: 'fitted',
      source: 'names of TensorRT-LLM kernels: HQk576HV512 ... VarSeqQ16Kv128StaticSwapsAbForGen',
    },
  },
};
/** latentDecodeFraction as it is fitted with `latentTileRows` 64, by device. */
const WIDE_TILES = { b200: 0.2313, b300: 0.2346, gb200: 0.2121, gb300: 0.2147 };
const BLACKWELL = {
  values: { promotionOps: 0, wgradPromotionOps: 0, ...NARROW_TILE.values },
  entries: {
    ...Object.fromEntries(
      ['promotionOps', 'wgradPromotionOps'].map((name) => [
        name,
        { provenance: 'derived', source: 'tensor cores of this generation apply block scales themselves' },
      ]),
    ),
    ...NARROW_TILE.entries,
  },
};
const CONCURRENT = 'test/data/concurrent-traffic.json (H200), 20 SMs held, copying 250 GB/s over not copying';
const NO_FP4 = 'no Hopper device has FP4 tensor cores: in use by devices that have';
const NOTHING = { values: {}, entries: {} };
/**
 * Attention draws less power than products: what its loop gives up of the clock, on the H200 that has both.
 */
const LOOP_OF_ATTENTION = { of: 'bf16Droop', share: 0.66, why: 'as on the H200 (.14 of .2125)' };

/** The first record has everything; the others give what was measured on them. */
export const CHAIN = [
  { device: 'h200', relative: undefined, given: chosen() },
  { device: 'h100', relative: 'h200', given: NOTHING },
  { device: 'a100', relative: 'h200', given: NOTHING },
  { device: 'l40s', relative: 'a100', given: NOTHING },
  { device: 'b200', relative: 'h200', given: BLACKWELL },
  { device: 'b300', relative: 'b200', given: BLACKWELL },
  { device: 'gb200', relative: 'b200', given: BLACKWELL },
  { device: 'gb300', relative: 'b300', given: BLACKWELL },
];

/** Constants that are chosen, derived or read off, not fitted. */
function chosen() {
  const list = [
    ['rooflineKnee', 3, 'assumed', 'between a sum (1) and a hard maximum; the fit is flat from 2.5 to 4'],
    [
      'promotionOps',
      1,
      'derived',
      'accumulator += scale * partial: one fused multiply-add (DeepSeek-V3 report, section 3.3.2)',
    ],
    [
      'saturatingSmShare',
      0.5,
      'assumed',
      'a Hopper SM can draw about 50 GB/s, so that half of 132 fill HBM3',
    ],
    [
      'tensorShare',
      Number(((20.058 + 4.948 + 22.243 + 15.115 + 27.494) / 124.286).toPrecision(4)),
      'measured',
      'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile): GEMM and attention cores in 124.3 ms',
    ],
    [
      'streamPower',
      0.74,
      'fitted',
      'test/data/power-and-clock.json (H200): BF16 and FP8 products between copies, BF16 ones between sums, GELUs and LayerNorms, for 28 to 97 % of the time',
    ],
    [
      'kernelStartSeconds',
      2e-6,
      'measured',
      'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile): the gate launches 35 kernels in about 100 us',
    ],
    [
      'normLostRound',
      Number((1.66 / 1.14 - 1).toPrecision(4)),
      'measured',
      'DeepSeek profile, same kernel in layers with and without communication: 7168-wide RMSNorm x1.63-1.69',
    ],
    [
      'contention',
      1.14,
      'measured',
      'DeepSeek profile, same kernel in layers with and without communication: median over casts and transposes',
    ],
    ['matrixContention', 1.02, 'measured', `${CONCURRENT}: median of six GEMMs`],
    [
      'attentionDroop',
      0.14,
      'measured',
      'test/data/hopper-kernels-2.json, op sustained, attention 64x8192x128: a loop of 2.5 s over its first 100 ms',
    ],
    ['attentionContention', 1.06, 'measured', `${CONCURRENT}: mean of forward and backward`],
    ['fp4PeakFraction', 0.5, 'assumed', NO_FP4],
    ['fp4StoreGBps', 80, 'assumed', NO_FP4],
    ['fp4FrameworkGain', 1, 'assumed', 'no FP4 product of a training framework was measured: as an engine'],
    ['bf16WgradShare', 1, 'assumed', 'no BF16 weight gradient was measured: as the other passes'],
    ['expertFp4Fraction', 0.5, 'assumed', NO_FP4],
    ['expertFp4HalfIntensity', 15, 'assumed', NO_FP4],
    ['expertFp4LoadFraction', 0.7, 'assumed', NO_FP4],
    ['expertFp4StreamFraction', 0.4, 'assumed', NO_FP4],
    ['latentTileRows', 64, 'derived', 'rows of a wgmma instruction'],
  ];
  return {
    values: Object.fromEntries(list.map(([name, value]) => [name, value])),
    entries: Object.fromEntries(list.map(([name, , provenance, source]) => [name, { provenance, source }])),
  };
}

export function stagesOf(device) {
  const own = device === 'h200' ? training() : matrices(device);
  return [...own, ...(device === 'a100' ? [] : RECURRENT), ...engines(device)];
}

const SHARED = ['matrixStartSeconds', 'halfIntensity', 'loadFraction', 'splitSeconds', 'droopSeconds'];
const BF16 = ['bf16PeakFraction', 'bf16StoreGBps', 'bf16Droop'];
const FP8 = ['fp8PeakFraction', 'fp8StoreGBps', 'fp8Droop'];
const BLOCK = ['blockPeakFraction', 'blockStoreGBps', 'blockDroop'];
const FP4 = ['fp4PeakFraction', 'fp4StoreGBps'];
const GROUPED = ['groupedPeakFraction', 'groupedStoreGBps', 'groupedLoadFraction'];
const QUANTIZE = ['quantizeStartSeconds', 'quantizeFraction'];
const DYNAMIC = ['dynamicQuantizeStartSeconds', 'dynamicQuantizeFraction'];

/** The kernels of a training framework, timed by us on an H200; engines' GEMMs of the same library too. */
function training() {
  const stream = (names, pattern) => ({
    names,
    matches: (row) => OURS(row) && pattern.test(row.family),
    what: HOPPER_SOURCE,
  });
  return [
    {
      names: [...SHARED, ...BF16, ...FP8, ...BLOCK, 'wgradPeakFraction', 'wgradPromotionOps', ...DYNAMIC],
      overheadNames: ['eventsSeconds', 'flushedSeconds', 'eventsDroopSeconds', 'profilerDroopSeconds'],
      matches: (row) =>
        (OURS(row) && /^gemm (?!while)/.test(row.family)) || /^gemm (bf16|fp8)( large)?$/.test(row.family),
      what: `${HOPPER_SOURCE} and ${GEMM_SOURCE}`,
    },
    stream(GROUPED, /^grouped bf16/),
    stream(['groupedFp8LoadFraction'], /^grouped fp8/),
    stream(['lostWaves'], /^gemm while/),
    {
      ...stream(
        [
          'frameworkStartSeconds',
          'frameworkFraction',
          'swigluFraction',
          'swigluBackwardFraction',
          'rmsNormFraction',
          'ropeFraction',
          'layerNormFraction',
          'geluFraction',
          'geluBackwardFraction',
          'dropoutFraction',
          'transposedQuantizeFraction',
          'rmsNormBackwardFraction',
          'layerNormBackwardFraction',
          'crossEntropyFraction',
          'crossEntropyBackwardFraction',
          'adamFraction',
          'adamBf16Fraction',
          'permuteFraction',
          'unpermuteFraction',
        ],
        /^memory-bound/,
      ),
      overheadNames: ['streamEventsSeconds'],
    },
    {
      names: ['cacheGain', ...QUANTIZE],
      matches: has(/^memory-bound quantize_fp8_static/),
      what: 'test/data/public-kernels/stream.csv',
    },
  ];
}

/** Devices of which the inference engines' GEMMs are known. */
function matrices(device) {
  const fp8 = device !== 'a100';
  const fp4 = /^g?b[23]00$/.test(device);
  return [
    {
      names: [
        ...SHARED,
        ...BF16,
        ...(fp8 ? [...FP8, ...BLOCK, ...QUANTIZE, ...DYNAMIC] : []),
        ...(fp4 ? FP4 : []),
      ],
      matches: (row) => has(/^gemm /)(row) && !WEIGHT_GRADIENT(row) && !FRAMEWORK_FP4.b200.matches(row),
      what:
        device === 'b200' ? `${GEMM_SOURCE}, ${TRAINING_SOURCE} and ${FRAMEWORK_FP4.b200.what}` : GEMM_SOURCE,
      shares: fp4 ? {} : { attentionDroop: LOOP_OF_ATTENTION },
    },
    ...(device in FRAMEWORK_FP4 ? [FRAMEWORK_FP4[device]] : []),
    ...(device === 'b200'
      ? [
          { names: ['bf16WgradShare'], matches: WEIGHT_GRADIENT, what: TRAINING_SOURCE },
          {
            names: GROUPED,
            matches: (row) => TRAINING(row) && /^grouped bf16/.test(row.family),
            what: TRAINING_SOURCE,
          },
        ]
      : []),
    ...(fp8
      ? [
          {
            names: ['cacheGain'],
            matches: has(/^memory-bound quantize_fp8/),
            what: 'test/data/public-kernels/stream.csv',
          },
        ]
      : []),
  ];
}

const CORE = [
  'attentionStartSeconds',
  'attentionForwardFraction',
  'attentionSoftmaxSeconds',
  'attentionForwardStartSeconds',
  'attentionForwardTail',
];
const BACKWARD = [
  'attentionBackwardFraction',
  'attentionBackwardSoftmaxSeconds',
  'attentionBackwardStartSeconds',
  'attentionBackwardTail',
  'attentionFallback',
  'attentionUnequalShare',
];
const ENGINE = [
  'engineStartSeconds',
  'engineForwardFraction',
  'engineSoftmaxSeconds',
  'engineForwardStartSeconds',
  'engineForwardTail',
];
/** Of the training core, where few rows of it are known; the rest is inherited. */
const TRAINED = [
  'attentionForwardFraction',
  'attentionSoftmaxSeconds',
  'attentionForwardStartSeconds',
  'attentionBackwardFraction',
  'attentionBackwardStartSeconds',
  'attentionDroop',
  'attentionUnequalShare',
];
/** FP8, head sizes without a kernel, and the library that writes the cache in another kernel. */
const WIDE = [
  'attentionFp8Gain',
  'attentionFp8StartSeconds',
  'attentionSinkShare',
  'attentionGenericShare',
  'cacheWriteSeconds',
];
const LATENT = ['latentStartSeconds', 'latentForwardFraction', 'latentSoftmaxSeconds'];

/** Mixers with a state, as inference engines run their forward. */
const RECURRENT = [
  {
    names: ['convolutionFraction'],
    matches: has(/^memory-bound convolution/),
    what: 'test/data/public-kernels/stream.csv',
  },
  {
    names: ['recurrenceStartSeconds', 'recurrenceGflopsPerSm'],
    matches: has(/^recurrence/),
    what: 'test/data/public-kernels/stream.csv',
  },
];

function engines(device) {
  const experts = (names, pattern) => ({
    names,
    matches: has(pattern),
    what: 'test/data/public-kernels/moe.csv',
  });
  const kinds = [
    ['Bf16', 'bf16'],
    ...(device === 'a100'
      ? []
      : [
          ['Fp8', 'fp8'],
          ['Block', 'fp8_block'],
        ]),
    ...(/^g?b[23]00$/.test(device) ? [['Fp4', 'nvfp4']] : []),
  ];
  return [
    ...(device === 'h200'
      ? [
          {
            names: [...CORE, ...BACKWARD, 'attentionLoneBlock'],
            matches: (row) => OUR_ATTENTION(row) && /^attention (forward|backward)$/.test(row.family),
            what: `${HOPPER_SOURCE} and test/data/h200-measured.json`,
          },
        ]
      : []),
    {
      names: [
        ...ENGINE,
        ...(device === 'a100' ? [] : WIDE),
        ...LATENT,
        ...(device === 'b200' ? TRAINED : []),
      ],
      matches: (row) =>
        !OURS(row) &&
        (has(/^(attention forward|MLA forward)/)(row) ||
          (TRAINING(row) && row.family === 'attention backward')),
      what: device === 'b200' ? `${ATTENTION_SOURCE} and ${TRAINING_SOURCE}` : ATTENTION_SOURCE,
      // No training kernel was measured on the others: theirs is taken to be as good as the engine's.
      copies:
        device === 'h200' || device === 'b200'
          ? {}
          : Object.fromEntries(CORE.map((name, i) => [name, ENGINE[i]])),
    },
    {
      names: [
        'decodeStartSeconds',
        'decodeLoadFraction',
        'decodeWalkSeconds',
        'decodeSplitKeySeconds',
        'decodeFp8Share',
        'latentDecodeFraction',
        'latentDecodeStartSeconds',
        ...(device === 'h200' ? ['decodeKeySeconds'] : []),
      ],
      matches: has(/^(attention decode|MLA decode)/),
      what: device === 'h200' ? `${HOPPER_SOURCE} and ${ATTENTION_SOURCE}` : ATTENTION_SOURCE,
      // Narrow tiles alone are fitted; the wide ones have a rate of their own afterwards.
      during: { latentWideFraction: 1e-9 },
      shares: {
        latentWideFraction:
          device in WIDE_TILES
            ? { value: WIDE_TILES[device], why: 'latentDecodeFraction with tiles of 64 alone' }
            : { of: 'latentDecodeFraction', share: 1, why: 'one tile' },
      },
    },
    experts(
      [
        'expertStartSeconds',
        'expertPairSeconds',
        ...kinds.flatMap(([name]) =>
          ['Fraction', 'HalfIntensity', 'LoadFraction', 'StreamFraction'].map(
            (rate) => `expert${name}${rate}`,
          ),
        ),
      ],
      /^experts /,
    ),
  ];
}
