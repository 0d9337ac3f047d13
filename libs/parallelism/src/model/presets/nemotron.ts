/** Nemotron: dense, and hybrids of Mamba-2, attention and FFN layers. */
import { type GroupedAttentionSpec, type StateSpaceSpec } from '../mixer-spec.js';
import { type LayerKindSpec } from '../model-spec.js';
import { type ModelBody, gqa, moe, named } from './parts.js';

const LETTERS: Readonly<Record<string, string>> = { M: 'mamba', E: 'experts', '-': 'ffn', '*': 'attention' };

/** One letter a layer, as the configurations write it. */
const pattern = (letters: string): readonly string[] =>
  [...letters].map((letter) => LETTERS[letter] ?? letter);

const kinds = (attention: GroupedAttentionSpec, mamba: StateSpaceSpec): readonly LayerKindSpec[] => [
  { name: 'mamba', mixer: mamba, ffn: { kind: 'none' } },
  { name: 'attention', mixer: attention, ffn: { kind: 'none' } },
  { name: 'ffn', mixer: { kind: 'none' }, ffn: { kind: 'dense' } },
];

const mamba = (heads: number, headDim: number, stateDim: number): StateSpaceSpec => ({
  kind: 'mamba2',
  heads,
  headDim,
  stateDim,
  groups: 8,
  convolution: 4,
});

const hybrid = { vocabulary: 131072, activation: 'squared-relu', positions: 'none' } as const;

const NEMO = 'NVIDIA/NeMo nemo/collections/llm/gpt/model/nemotron.py';

/** FFN four times as wide. */
const dense = (layers: number, attention: GroupedAttentionSpec, source: string): ModelBody => {
  const hidden = attention.heads * attention.headDim;
  return {
    layers,
    hidden,
    denseHidden: 4 * hidden,
    vocabulary: 256000,
    norm: 'layernorm',
    activation: 'squared-relu',
    attention,
    source,
  };
};

const nemotronH = (
  hidden: number,
  denseHidden: number,
  heads: number,
  stateDim: number,
  letters: string,
): ModelBody => ({
  ...hybrid,
  layers: letters.length,
  hidden,
  denseHidden,
  attention: gqa(heads, 8),
  layerKinds: kinds(gqa(heads, 8), mamba(hidden / 32, 64, stateDim)),
  pattern: pattern(letters),
  source: 'Nemotron-H (arXiv 2504.03624), tables 1 and 2; NVIDIA/NeMo nemo/collections/llm/gpt/model/ssm.py',
});

export const NEMOTRON = named({
  'nemotron-8b': dense(32, gqa(32, 32), NEMO),
  'nemotron-22b': dense(40, gqa(48, 48), NEMO),
  'nemotron-4-15b': dense(32, gqa(48, 8), 'Nemotron-4 15B Technical Report (arXiv 2402.16819), table 1'),
  'nemotron-4-340b': dense(
    96,
    gqa(96, 8, 192),
    'Nemotron-4 340B Technical Report (arXiv 2406.11704), table 1',
  ),
  'nemotron-h-8b': nemotronH(4096, 21504, 32, 128, `M-M-M-M*-${'M-M-M-M-M*-'.repeat(3)}M-M-M-M-M-`),
  'nemotron-h-56b': nemotronH(8192, 32768, 64, 256, `M-M-M-M*-${'M-M-M-M-M*-'.repeat(9)}M-M-M-M-M-`),
  'nemotron-nano-9b-v2': {
    ...hybrid,
    layers: 56,
    hidden: 4480,
    denseHidden: 15680,
    attention: gqa(40, 8),
    layerKinds: kinds(gqa(40, 8), mamba(128, 80, 128)),
    pattern: pattern('M-M-M-MM-M-M-M*-M-M-M*-M-M-M-M*-M-M-M-M*-M-MM-M-M-M-M-M-'),
    source: 'nvidia/NVIDIA-Nemotron-Nano-9B-v2 config.json',
  },
  'nemotron3-nano-30b-a3b': {
    ...hybrid,
    layers: 52,
    hidden: 2688,
    denseHidden: 1856,
    attention: gqa(32, 2),
    moe: { ...moe(128, 6, 1856), sharedExperts: 1, sharedHidden: 3712 },
    layerKinds: [
      ...kinds(gqa(32, 2), mamba(64, 64, 128)),
      { name: 'experts', mixer: { kind: 'none' }, ffn: { kind: 'moe' } },
    ],
    pattern: pattern('MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME'),
    source: 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16 config.json',
  },
  /** Experts work in a quarter of the hidden size; the MTP module is attention and experts. */
  'nemotron3-super-120b-a12b': {
    ...hybrid,
    layers: 88,
    hidden: 4096,
    denseHidden: 2688,
    attention: gqa(32, 2),
    moe: { ...moe(512, 22, 2688), sharedExperts: 1, sharedHidden: 5376, latentHidden: 1024 },
    mtpModules: 1,
    mtpLayer: 'mtp',
    layerKinds: [
      ...kinds(gqa(32, 2), mamba(128, 64, 128)).filter(({ name }) => name !== 'ffn'),
      { name: 'experts', mixer: { kind: 'none' }, ffn: { kind: 'moe' } },
      { name: 'mtp', ffn: { kind: 'moe' } },
    ],
    pattern: pattern(`${'MEMEMEM*E'.repeat(3)}${'MEMEMEMEM*E'.repeat(4)}MEMEMEM*EMEMEMEME`),
    source: 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16 config.json',
  },
});
