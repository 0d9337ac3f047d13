/** What presets of models have in common. */
import { type GroupedAttentionSpec } from '../mixer-spec.js';
import { type LayerKindSpec, type ModelSpec } from '../model-spec.js';

/** What a preset says beyond its name. */
export type ModelBody = Omit<ModelSpec, 'name' | 'mtpModules' | 'tiedEmbedding'> &
  Partial<Pick<ModelSpec, 'mtpModules' | 'tiedEmbedding'>>;

/** Without MTP and with a head of its own unless the body says otherwise. */
export const named = (bodies: Readonly<Record<string, ModelBody>>): Readonly<Record<string, ModelSpec>> =>
  Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      name,
      { name, mtpModules: 0, tiedEmbedding: false, ...body },
    ]),
  );

export const gqa = (
  heads: number,
  keyValueHeads: number,
  headDim = 128,
  more: Partial<GroupedAttentionSpec> = {},
): GroupedAttentionSpec => ({ kind: 'gqa', heads, keyValueHeads, headDim, ...more });

/** As in GPT-2: LayerNorm, GELU, biases everywhere, a learned table of positions. */
export const GPT_BLOCK = {
  norm: 'layernorm',
  activation: 'gelu',
  ffnBias: true,
  positions: 'learned',
} as const;

/** Multi-head attention with biases. */
export const biased = (heads: number, headDim: number): GroupedAttentionSpec =>
  gqa(heads, heads, headDim, { qkvBias: true, outputBias: true });

/** One gate, all experts in one group. */
export const moe = (
  routedExperts: number,
  topK: number,
  expertHidden: number,
): Pick<
  NonNullable<ModelSpec['moe']>,
  'routedExperts' | 'topK' | 'expertHidden' | 'sharedExperts' | 'groups' | 'topGroups' | 'denseLayers'
> => ({
  routedExperts,
  topK,
  expertHidden,
  sharedExperts: 0,
  groups: 1,
  topGroups: 1,
  denseLayers: 0,
});

/** A layer of attention over a window, and the pattern word for it. */
export const local = (mixer: GroupedAttentionSpec): LayerKindSpec => ({ name: 'local', mixer });

export const repeat = (count: number, ...names: readonly string[]): readonly string[] =>
  Array.from({ length: count }, () => names).flat();
