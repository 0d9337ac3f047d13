/** Gemma 2 to 4. */
import { gqa, local, moe, named, repeat } from './parts.js';

const gemma = { activation: 'geglu', normPlacement: 'both', tiedEmbedding: true } as const;
const normed = { queryKeyNorm: 'head' } as const;

export const GEMMA = named({
  'gemma2-9b': {
    ...gemma,
    layers: 42,
    hidden: 3584,
    denseHidden: 14336,
    vocabulary: 256000,
    attention: gqa(16, 8, 256),
    layerKinds: [local(gqa(16, 8, 256, { window: 4096 }))],
    pattern: ['local', 'default'],
    source: 'Gemma 2 (arXiv 2408.00118), table 1; google/gemma-2-9b config.json',
  },
  'gemma2-27b': {
    ...gemma,
    layers: 46,
    hidden: 4608,
    denseHidden: 36864,
    vocabulary: 256000,
    attention: gqa(32, 16, 128),
    layerKinds: [local(gqa(32, 16, 128, { window: 4096 }))],
    pattern: ['local', 'default'],
    source: 'Gemma 2 (arXiv 2408.00118), table 1; google/gemma-2-27b config.json',
  },
  'gemma3-12b': {
    ...gemma,
    layers: 48,
    hidden: 3840,
    denseHidden: 15360,
    vocabulary: 262208,
    attention: gqa(16, 8, 256, normed),
    layerKinds: [local(gqa(16, 8, 256, { ...normed, window: 1024 }))],
    pattern: [...repeat(5, 'local'), 'default'],
    source: 'Gemma 3 (arXiv 2503.19786); google/gemma-3-12b-pt config.json (the language model)',
  },
  'gemma3-27b': {
    ...gemma,
    layers: 62,
    hidden: 5376,
    denseHidden: 21504,
    vocabulary: 262208,
    attention: gqa(32, 16, 128, normed),
    layerKinds: [local(gqa(32, 16, 128, { ...normed, window: 1024 }))],
    pattern: [...repeat(5, 'local'), 'default'],
    source: 'Gemma 3 (arXiv 2503.19786); google/gemma-3-27b-pt config.json (the language model)',
  },
  /** The dense FFN that runs in parallel with the experts is a shared expert. */
  'gemma4-26b-a4b': {
    ...gemma,
    layers: 30,
    hidden: 2816,
    denseHidden: 2112,
    vocabulary: 262144,
    attention: gqa(16, 2, 512, { ...normed, sharedKeyValue: true }),
    moe: { ...moe(128, 8, 704), sharedExperts: 1, sharedHidden: 2112 },
    layerKinds: [local(gqa(16, 8, 256, { ...normed, window: 1024 }))],
    pattern: [...repeat(5, 'local'), 'default'],
    source: 'google/gemma-4-26B-A4B config.json (the language model)',
  },
});
