/** GPT-3 and the open models after it: BLOOM, GPT-NeoX, Falcon; gpt-oss. */
import { type GroupedAttentionSpec } from '../mixer-spec.js';
import { GPT_BLOCK, type ModelBody, biased, gqa, local, moe, named } from './parts.js';

const GPT_3 = 'Language Models are Few-Shot Learners (arXiv 2005.14165), table 2.1';

/** Sizes of GPT-3's architecture that NVIDIA measures its software with. */
const NEMO = 'NVIDIA/NeMo nemo/collections/llm/gpt/model/base.py';

/** Vocabulary of GPT-2; context of 2,048. */
const gpt3 = (layers: number, heads: number, headDim: number, source = GPT_3): ModelBody => ({
  ...GPT_BLOCK,
  layers,
  hidden: heads * headDim,
  denseHidden: 4 * heads * headDim,
  vocabulary: 50257,
  learnedPositions: 2048,
  attention: biased(heads, headDim),
  tiedEmbedding: true,
  source,
});

const bloom = (layers: number, heads: number, headDim: number): ModelBody => {
  const { learnedPositions: _, ...block } = gpt3(layers, heads, headDim);
  return {
    ...block,
    vocabulary: 250880,
    positions: 'alibi',
    source: 'BLOOM (arXiv 2211.05100), table 3; bigscience/bloom config.json',
  };
};

const falcon = { norm: 'layernorm', activation: 'gelu', parallelBlock: true, vocabulary: 65024 } as const;

const gptOss: GroupedAttentionSpec = gqa(64, 8, 64, { qkvBias: true, outputBias: true, sinks: true });
const gptOssBlock = {
  hidden: 2880,
  denseHidden: 2880,
  vocabulary: 201088,
  attention: gptOss,
  layerKinds: [local({ ...gptOss, window: 128 })],
  pattern: ['local', 'default'],
} as const;

export const GPT = named({
  'gpt3-175b': gpt3(96, 96, 128),
  'gpt3-13b': gpt3(40, 40, 128),
  'gpt3-6.7b': gpt3(32, 32, 128),
  'gpt3-2.7b': gpt3(32, 32, 80),
  'gpt3-5b': gpt3(24, 32, 128, NEMO),
  'gpt3-20b': gpt3(44, 48, 128, NEMO),
  'gpt3-40b': gpt3(48, 64, 128, NEMO),
  'bloom-176b': bloom(70, 112, 128),
  'bloom-7.1b': bloom(30, 32, 128),
  'gpt-neox-20b': {
    ...GPT_BLOCK,
    layers: 44,
    hidden: 6144,
    denseHidden: 24576,
    vocabulary: 50432,
    attention: biased(64, 96),
    positions: 'rotary',
    parallelBlock: true,
    source: 'GPT-NeoX-20B (arXiv 2204.06745), table 1; EleutherAI/gpt-neox-20b config.json',
  },
  'falcon-180b': {
    ...falcon,
    layers: 80,
    hidden: 14848,
    denseHidden: 59392,
    attention: gqa(232, 8, 64),
    source: 'The Falcon Series (arXiv 2311.16867); tiiuae/falcon-180B config.json',
  },
  'gpt-oss-120b': {
    ...gptOssBlock,
    layers: 36,
    moe: { ...moe(128, 4, 2880), bias: true, clamped: true },
    source: 'openai/gpt-oss-120b config.json',
  },
  'gpt-oss-20b': {
    ...gptOssBlock,
    layers: 24,
    moe: { ...moe(32, 4, 2880), bias: true, clamped: true },
    source: 'openai/gpt-oss-20b config.json',
  },
});
