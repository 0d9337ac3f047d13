/** Llama 1 to 4. */
import { gqa, local, moe, named } from './parts.js';

const HERD = 'The Llama 3 Herd of Models (arXiv 2407.21783), table 3';
const LLAMA_2 = 'Llama 2 (arXiv 2307.09288), table 1';
const LLAMA_1 = 'LLaMA (arXiv 2302.13971), table 2';

/** Scout and Maverick: three of four layers attend inside chunks; the fourth has no positions. */
const llama4 = {
  layers: 48,
  hidden: 5120,
  denseHidden: 16384,
  vocabulary: 202048,
  attention: gqa(40, 8),
  layerKinds: [local(gqa(40, 8, 128, { chunk: 8192 }))],
  pattern: ['local', 'local', 'local', 'default'],
} as const;

export const LLAMA = named({
  'llama3.1-405b': {
    layers: 126,
    hidden: 16384,
    denseHidden: 53248,
    vocabulary: 128256,
    attention: { ...gqa(128, 8), qkvBias: false },
    source: HERD,
  },
  'llama3-70b': {
    layers: 80,
    hidden: 8192,
    denseHidden: 28672,
    vocabulary: 128256,
    attention: { ...gqa(64, 8), qkvBias: false },
    source: HERD,
  },
  'llama3-8b': {
    layers: 32,
    hidden: 4096,
    denseHidden: 14336,
    vocabulary: 128256,
    attention: { ...gqa(32, 8), qkvBias: false },
    source: HERD,
  },
  'llama2-7b': {
    layers: 32,
    hidden: 4096,
    denseHidden: 11008,
    vocabulary: 32000,
    attention: { ...gqa(32, 32), qkvBias: false },
    source: `${LLAMA_2}; meta-llama/Llama-2-7b-hf config.json`,
  },
  'llama3.2-3b': {
    layers: 28,
    hidden: 3072,
    denseHidden: 8192,
    vocabulary: 128256,
    attention: gqa(24, 8),
    tiedEmbedding: true,
    source: 'meta-llama/Llama-3.2-3B config.json',
  },
  'llama3.2-1b': {
    layers: 16,
    hidden: 2048,
    denseHidden: 8192,
    vocabulary: 128256,
    attention: gqa(32, 8, 64),
    tiedEmbedding: true,
    source: 'meta-llama/Llama-3.2-1B config.json',
  },
  'llama2-13b': {
    layers: 40,
    hidden: 5120,
    denseHidden: 13824,
    vocabulary: 32000,
    attention: gqa(40, 40),
    source: `${LLAMA_2}; meta-llama/Llama-2-13b-hf config.json`,
  },
  'llama2-70b': {
    layers: 80,
    hidden: 8192,
    denseHidden: 28672,
    vocabulary: 32000,
    attention: gqa(64, 8),
    source: `${LLAMA_2}; meta-llama/Llama-2-70b-hf config.json`,
  },
  'llama1-65b': {
    layers: 80,
    hidden: 8192,
    denseHidden: 22016,
    vocabulary: 32000,
    attention: gqa(64, 64),
    source: LLAMA_1,
  },
  'llama1-33b': {
    layers: 60,
    hidden: 6656,
    denseHidden: 17920,
    vocabulary: 32000,
    attention: gqa(52, 52),
    source: LLAMA_1,
  },
  'llama4-scout': {
    ...llama4,
    moe: { ...moe(16, 1, 8192), sharedExperts: 1 },
    source: 'meta-llama/Llama-4-Scout-17B-16E config.json (the language model)',
  },
  'llama4-maverick': {
    ...llama4,
    moe: { ...moe(128, 1, 8192), sharedExperts: 1, every: 2 },
    source: 'meta-llama/Llama-4-Maverick-17B-128E config.json (the language model)',
  },
});
