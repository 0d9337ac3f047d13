/** MPT (MosaicML), as llm-foundry trains it: learned positions, biases, tied embeddings. */
import { GPT_BLOCK, type ModelBody, biased, named } from './parts.js';

/** Vocabulary of GPT-NeoX padded to a multiple of 128; context of 2,048. */
const mpt = (layers: number, heads: number, hidden: number): ModelBody => ({
  ...GPT_BLOCK,
  layers,
  hidden,
  denseHidden: 4 * hidden,
  vocabulary: 50368,
  learnedPositions: 2048,
  attention: biased(heads, hidden / heads),
  tiedEmbedding: true,
  source: 'mosaicml/llm-foundry scripts/train/yamls/pretrain/mpt-*.yaml',
});

export const MPT = named({
  'mpt-125m': mpt(12, 12, 768),
  'mpt-350m': mpt(24, 16, 1024),
  'mpt-760m': mpt(24, 12, 1536),
  'mpt-1b': mpt(24, 16, 2048),
  'mpt-3b': mpt(32, 20, 2560),
  'mpt-7b': mpt(32, 32, 4096),
  'mpt-13b': mpt(40, 40, 5120),
  'mpt-30b': mpt(48, 56, 7168),
  'mpt-70b': mpt(80, 64, 8192),
});
