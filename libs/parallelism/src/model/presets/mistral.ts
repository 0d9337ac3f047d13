/** Mistral and Mixtral. */
import { gqa, moe, named } from './parts.js';

export const MISTRAL = named({
  'mistral-7b': {
    layers: 32,
    hidden: 4096,
    denseHidden: 14336,
    vocabulary: 32000,
    attention: gqa(32, 8, 128, { window: 4096 }),
    source: 'Mistral 7B (arXiv 2310.06825), table 1; mistralai/Mistral-7B-v0.1 config.json',
  },
  'mistral-nemo-12b': {
    layers: 40,
    hidden: 5120,
    denseHidden: 14336,
    vocabulary: 131072,
    attention: gqa(32, 8),
    source: 'mistralai/Mistral-Nemo-Base-2407 config.json',
  },
  'mistral-small-24b': {
    layers: 40,
    hidden: 5120,
    denseHidden: 32768,
    vocabulary: 131072,
    attention: gqa(32, 8),
    source: 'mistralai/Mistral-Small-24B-Base-2501 config.json',
  },
  'mistral-large-123b': {
    layers: 88,
    hidden: 12288,
    denseHidden: 28672,
    vocabulary: 32768,
    attention: gqa(96, 8),
    source: 'mistralai/Mistral-Large-Instruct-2407 config.json',
  },
  'mixtral-8x7b': {
    layers: 32,
    hidden: 4096,
    denseHidden: 14336,
    vocabulary: 32000,
    attention: gqa(32, 8),
    moe: moe(8, 2, 14336),
    source: 'Mixtral of Experts (arXiv 2401.04088), table 1; mistralai/Mixtral-8x7B-v0.1 config.json',
  },
  'mixtral-8x22b': {
    layers: 56,
    hidden: 6144,
    denseHidden: 16384,
    vocabulary: 32000,
    attention: gqa(48, 8),
    moe: moe(8, 2, 16384),
    source: 'mistralai/Mixtral-8x22B-v0.1 config.json',
  },
});
