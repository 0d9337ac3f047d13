/** DeepSeek V2 to V4, and models built like them. */
import { type CompressedAttentionSpec, type LatentAttentionSpec } from '../mixer-spec.js';
import { moe, named, repeat } from './parts.js';

const mla = {
  kind: 'mla',
  heads: 128,
  queryRank: 1536,
  keyValueRank: 512,
  nopeHeadDim: 128,
  ropeHeadDim: 64,
  valueHeadDim: 128,
} as const satisfies LatentAttentionSpec;

const v3 = {
  layers: 61,
  hidden: 7168,
  denseHidden: 18432,
  vocabulary: 129280,
  attention: mla,
  moe: {
    routedExperts: 256,
    sharedExperts: 1,
    topK: 8,
    expertHidden: 2048,
    groups: 8,
    topGroups: 4,
    denseLayers: 3,
  },
  mtpModules: 1,
} as const;

const compressed = {
  kind: 'compressed',
  heads: 64,
  headDim: 512,
  queryRank: 1024,
  outputGroups: 8,
  outputRank: 1024,
  window: 128,
  ratio: 0,
} as const satisfies CompressedAttentionSpec;

export const DEEPSEEK = named({
  'deepseek-v3': {
    ...v3,
    source:
      'DeepSeek-V3 Technical Report (arXiv 2412.19437), section 4.2; deepseek-ai/DeepSeek-V3 config.json',
  },
  'deepseek-v2': {
    layers: 60,
    hidden: 5120,
    denseHidden: 12288,
    vocabulary: 102400,
    attention: mla,
    moe: {
      routedExperts: 160,
      sharedExperts: 2,
      topK: 6,
      expertHidden: 1536,
      groups: 8,
      topGroups: 3,
      denseLayers: 1,
    },
    source: 'DeepSeek-V2 (arXiv 2405.04434), section 3.1.2; deepseek-ai/DeepSeek-V2 config.json',
  },
  'deepseek-v2-lite': {
    layers: 27,
    hidden: 2048,
    denseHidden: 10944,
    vocabulary: 102400,
    attention: { ...mla, heads: 16, queryRank: 0 },
    moe: { ...moe(64, 6, 1408), sharedExperts: 2, denseLayers: 1 },
    source: 'DeepSeek-V2 (arXiv 2405.04434), appendix B; deepseek-ai/DeepSeek-V2-Lite config.json',
  },
  'deepseek-v3.2': {
    ...v3,
    attention: { ...mla, indexer: { heads: 64, headDim: 128, topK: 2048 } },
    source: 'deepseek-ai/DeepSeek-V3.2 config.json and inference code (sparse attention with an indexer)',
  },
  'deepseek-v4-flash': {
    layers: 43,
    hidden: 4096,
    denseHidden: 2048,
    vocabulary: 129280,
    attention: compressed,
    moe: { ...moe(256, 6, 2048), sharedExperts: 1 },
    mtpModules: 1,
    residualStreams: 4,
    layerKinds: [
      {
        name: 'compressed-4',
        mixer: {
          ...compressed,
          ratio: 4,
          overlap: true,
          indexer: { heads: 64, headDim: 128, topK: 512 },
        },
      },
      { name: 'compressed-128', mixer: { ...compressed, ratio: 128 } },
    ],
    pattern: [...repeat(2, 'default'), ...repeat(20, 'compressed-4', 'compressed-128'), 'compressed-4'],
    mtpLayer: 'default',
    source: 'deepseek-ai/DeepSeek-V4-Flash config.json and inference code',
  },
  'kimi-k2': {
    layers: 61,
    hidden: 7168,
    denseHidden: 18432,
    vocabulary: 163840,
    attention: { ...mla, heads: 64 },
    moe: { ...moe(384, 8, 2048), sharedExperts: 1, denseLayers: 1 },
    source: 'moonshotai/Kimi-K2-Instruct config.json',
  },
  'moonlight-16b-a3b': {
    layers: 27,
    hidden: 2048,
    denseHidden: 11264,
    vocabulary: 163840,
    attention: { ...mla, heads: 16, queryRank: 0 },
    moe: { ...moe(64, 6, 1408), sharedExperts: 2, denseLayers: 1 },
    source: 'moonshotai/Moonlight-16B-A3B config.json',
  },
});
