/** Published model configurations, by the names that documents use. */
import { type ModelSpec } from './model-spec.js';

const mla = {
  kind: 'mla',
  heads: 128,
  queryRank: 1536,
  keyValueRank: 512,
  nopeHeadDim: 128,
  ropeHeadDim: 64,
  valueHeadDim: 128,
} as const;

const gqa = (heads: number, keyValueHeads: number, qkvBias = false) =>
  ({ kind: 'gqa', heads, keyValueHeads, headDim: 128, qkvBias }) as const;

const dense = { mtpModules: 0, tiedEmbedding: false } as const;

export const MODELS: Readonly<Record<string, ModelSpec>> = {
  'deepseek-v3': {
    name: 'deepseek-v3',
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
    tiedEmbedding: false,
    source:
      'DeepSeek-V3 Technical Report (arXiv 2412.19437), section 4.2; deepseek-ai/DeepSeek-V3 config.json',
  },
  'deepseek-v2': {
    name: 'deepseek-v2',
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
    mtpModules: 0,
    tiedEmbedding: false,
    source: 'DeepSeek-V2 (arXiv 2405.04434), section 3.1.2; deepseek-ai/DeepSeek-V2 config.json',
  },
  'qwen2.5-72b': {
    name: 'qwen2.5-72b',
    layers: 80,
    hidden: 8192,
    denseHidden: 29568,
    vocabulary: 152064,
    attention: gqa(64, 8, true),
    ...dense,
    source: 'Qwen/Qwen2.5-72B config.json',
  },
  'llama3.1-405b': {
    name: 'llama3.1-405b',
    layers: 126,
    hidden: 16384,
    denseHidden: 53248,
    vocabulary: 128256,
    attention: gqa(128, 8),
    ...dense,
    source: 'The Llama 3 Herd of Models (arXiv 2407.21783), table 3',
  },
  'llama3-70b': {
    name: 'llama3-70b',
    layers: 80,
    hidden: 8192,
    denseHidden: 28672,
    vocabulary: 128256,
    attention: gqa(64, 8),
    ...dense,
    source: 'The Llama 3 Herd of Models (arXiv 2407.21783), table 3',
  },
  'llama3-8b': {
    name: 'llama3-8b',
    layers: 32,
    hidden: 4096,
    denseHidden: 14336,
    vocabulary: 128256,
    attention: gqa(32, 8),
    ...dense,
    source: 'The Llama 3 Herd of Models (arXiv 2407.21783), table 3',
  },
  'llama2-7b': {
    name: 'llama2-7b',
    layers: 32,
    hidden: 4096,
    denseHidden: 11008,
    vocabulary: 32000,
    attention: gqa(32, 32),
    ...dense,
    source: 'Llama 2 (arXiv 2307.09288), table 1; meta-llama/Llama-2-7b-hf config.json',
  },
};
