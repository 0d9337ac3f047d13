/** Qwen 1.5 to 3.5. */
import { type DeltaNetSpec } from '../mixer-spec.js';
import { gqa, moe, named } from './parts.js';

const normed = { queryKeyNorm: 'head' } as const;

/** Three layers of the gated delta rule, then one of gated attention. */
const hybrid = (delta: Omit<DeltaNetSpec, 'kind' | 'keyHeadDim' | 'valueHeadDim' | 'convolution'>) =>
  ({
    layerKinds: [
      {
        name: 'delta',
        mixer: { kind: 'delta-net', keyHeadDim: 128, valueHeadDim: 128, convolution: 4, ...delta },
      },
    ],
    pattern: ['delta', 'delta', 'delta', 'default'],
  }) as const;

export const QWEN = named({
  'qwen2.5-72b': {
    layers: 80,
    hidden: 8192,
    denseHidden: 29568,
    vocabulary: 152064,
    attention: { ...gqa(64, 8), qkvBias: true },
    source: 'Qwen/Qwen2.5-72B config.json',
  },
  'qwen2.5-32b': {
    layers: 64,
    hidden: 5120,
    denseHidden: 27648,
    vocabulary: 152064,
    attention: gqa(40, 8, 128, { qkvBias: true }),
    source: 'Qwen/Qwen2.5-32B config.json',
  },
  'qwen2.5-14b': {
    layers: 48,
    hidden: 5120,
    denseHidden: 13824,
    vocabulary: 152064,
    attention: gqa(40, 8, 128, { qkvBias: true }),
    source: 'Qwen/Qwen2.5-14B config.json',
  },
  'qwen2.5-7b': {
    layers: 28,
    hidden: 3584,
    denseHidden: 18944,
    vocabulary: 152064,
    attention: gqa(28, 4, 128, { qkvBias: true }),
    source: 'Qwen/Qwen2.5-7B config.json',
  },
  'qwen1.5-moe-a2.7b': {
    layers: 24,
    hidden: 2048,
    denseHidden: 5632,
    vocabulary: 151936,
    attention: gqa(16, 16, 128, { qkvBias: true }),
    moe: { ...moe(60, 4, 1408), sharedExperts: 1, sharedHidden: 5632, sharedGate: true },
    source: 'Qwen/Qwen1.5-MoE-A2.7B config.json',
  },
  'qwen2-57b-a14b': {
    layers: 28,
    hidden: 3584,
    denseHidden: 18944,
    vocabulary: 151936,
    attention: gqa(28, 4, 128, { qkvBias: true }),
    moe: { ...moe(64, 8, 2560), sharedExperts: 1, sharedHidden: 20480, sharedGate: true },
    source: 'Qwen/Qwen2-57B-A14B config.json',
  },
  'qwen3-0.6b': {
    layers: 28,
    hidden: 1024,
    denseHidden: 3072,
    vocabulary: 151936,
    attention: gqa(16, 8, 128, normed),
    tiedEmbedding: true,
    source: 'Qwen/Qwen3-0.6B config.json',
  },
  'qwen3-8b': {
    layers: 36,
    hidden: 4096,
    denseHidden: 12288,
    vocabulary: 151936,
    attention: gqa(32, 8, 128, normed),
    source: 'Qwen/Qwen3-8B config.json',
  },
  'qwen3-32b': {
    layers: 64,
    hidden: 5120,
    denseHidden: 25600,
    vocabulary: 151936,
    attention: gqa(64, 8, 128, normed),
    source: 'Qwen/Qwen3-32B config.json',
  },
  'qwen3-30b-a3b': {
    layers: 48,
    hidden: 2048,
    denseHidden: 6144,
    vocabulary: 151936,
    attention: gqa(32, 4, 128, normed),
    moe: moe(128, 8, 768),
    source: 'Qwen/Qwen3-30B-A3B config.json',
  },
  'qwen3-235b-a22b': {
    layers: 94,
    hidden: 4096,
    denseHidden: 12288,
    vocabulary: 151936,
    attention: gqa(64, 4, 128, normed),
    moe: moe(128, 8, 1536),
    source: 'Qwen/Qwen3-235B-A22B config.json',
  },
  'qwen3-coder-480b-a35b': {
    layers: 62,
    hidden: 6144,
    denseHidden: 8192,
    vocabulary: 151936,
    attention: gqa(96, 8, 128, normed),
    moe: moe(160, 8, 2560),
    source: 'Qwen/Qwen3-Coder-480B-A35B-Instruct config.json',
  },
  'qwen3-next-80b-a3b': {
    layers: 48,
    hidden: 2048,
    denseHidden: 5120,
    vocabulary: 151936,
    attention: gqa(16, 2, 256, { ...normed, outputGate: true }),
    moe: { ...moe(512, 10, 512), sharedExperts: 1, sharedGate: true },
    mtpModules: 1,
    ...hybrid({ keyHeads: 16, valueHeads: 32 }),
    source: 'Qwen/Qwen3-Next-80B-A3B-Instruct config.json',
  },
  'qwen3.5-397b-a17b': {
    layers: 60,
    hidden: 4096,
    denseHidden: 1024,
    vocabulary: 248320,
    attention: gqa(32, 2, 256, { ...normed, outputGate: true }),
    moe: { ...moe(512, 10, 1024), sharedExperts: 1, sharedGate: true },
    mtpModules: 1,
    ...hybrid({ keyHeads: 16, valueHeads: 64 }),
    source: 'Qwen/Qwen3.5-397B-A17B config.json (the language model)',
  },
});
