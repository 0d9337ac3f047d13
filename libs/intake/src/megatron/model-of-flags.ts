/** The model that Megatron's arguments describe. */
import { type Activation, type ModelSpec, type MoeSpec } from '@railyard/parallelism';
import { type Fields } from '../source/index.js';
import { layerFrequency } from './layer-frequency.js';

/** Vocabularies of tokenizers that a script names without a size. */
const VOCABULARIES: Readonly<Record<string, number>> = {
  GPT2BPETokenizer: 50257,
  BertWordPieceLowerCase: 30522,
  BertWordPieceCase: 28996,
  Llama2Tokenizer: 32000,
};
const USUAL_VOCABULARY = 50257;

/** Undefined where the arguments take the model from a checkpoint or another file. */
export function modelOfFlags(fields: Fields, name: string, tensor: number): ModelSpec | undefined {
  if (!fields.has('num-layers') && !fields.has('hidden-size')) return undefined;
  const layers = fields.required('num-layers', 'decoder-num-layers');
  const hidden = fields.required('hidden-size');
  const heads = fields.required('num-attention-heads');
  const activation = activationOf(fields);
  const denseHidden = fields.count('ffn-hidden-size') ?? usualFfn(fields, hidden, activation);
  const biased = fields.flag('disable-bias-linear') !== true;
  const moe = moeOf(fields, layers, denseHidden);
  const layerNorm = (fields.text('normalization') ?? 'LayerNorm').toLowerCase() === 'layernorm';
  return {
    name,
    layers,
    hidden,
    denseHidden,
    ...vocabularyOf(fields, tensor),
    attention: attentionOf(fields, hidden, heads, biased),
    ...(moe === undefined ? {} : { moe }),
    mtpModules: fields.count('mtp-num-layers') ?? 0,
    tiedEmbedding: fields.flag('untie-embeddings-and-output-weights') !== true,
    source: fields.source,
    ...(activation === 'swiglu' ? {} : { activation }),
    ...(biased ? { ffnBias: true } : {}),
    ...(layerNorm ? { norm: 'layernorm' } : {}),
    ...positionsOf(fields),
    ...(fields.flag('parallel-block', 'parallel-attention') === true ? { parallelBlock: true } : {}),
  };
}

function activationOf(fields: Fields): Activation {
  const [gated, squared, openGelu] = [
    fields.flag('swiglu') === true,
    fields.flag('squared-relu') === true,
    fields.flag('geglu') === true,
  ];
  if (gated && squared)
    fields.contradiction(
      'squared-relu',
      'squared-relu must be absent where swiglu is given.',
      'Use one of the two.',
    );
  return gated ? 'swiglu' : squared ? 'squared-relu' : openGelu ? 'geglu' : 'gelu';
}

/** Megatron's default: four times the hidden size, two thirds of it when gated, in multiples of 64. */
function usualFfn(fields: Fields, hidden: number, activation: Activation): number {
  const columns = activation === 'swiglu' ? Math.trunc((4 * hidden * 2) / 3 / 64) * 64 : 4 * hidden;
  fields.assume('ffn-hidden-size', `${columns}, as Megatron-LM takes it`);
  return columns;
}

/** Megatron pads the vocabulary to a multiple of `make-vocab-size-divisible-by` x tensor ranks. */
function vocabularyOf(fields: Fields, tensor: number): Pick<ModelSpec, 'vocabulary' | 'paddedVocabulary'> {
  const stated = fields.count('vocab-size');
  const tokenizer = fields.text('tokenizer-type') ?? 'GPT2BPETokenizer';
  const vocabulary = stated ?? VOCABULARIES[tokenizer] ?? USUAL_VOCABULARY;
  const padded = fields.count('padded-vocab-size');
  const multiple = (fields.count('make-vocab-size-divisible-by') ?? 128) * tensor;
  if (padded !== undefined && stated === undefined) return { vocabulary: padded };
  if (stated === undefined)
    fields.assume('vocab-size', `${vocabulary}: the tokenizer is no part of the file (${tokenizer})`);
  const paddedVocabulary = padded ?? Math.ceil(vocabulary / multiple) * multiple;
  return paddedVocabulary === vocabulary ? { vocabulary } : { vocabulary, paddedVocabulary };
}

function attentionOf(fields: Fields, hidden: number, heads: number, biased: boolean): ModelSpec['attention'] {
  const groups = fields.count('num-query-groups');
  const grouped = fields.flag('group-query-attention') === true;
  const channels = fields.count('kv-channels');
  const normed = fields.flag('qk-layernorm') === true;
  const qkvBias = biased || fields.flag('add-qkv-bias') === true;
  if (fields.flag('multi-latent-attention') === true)
    return {
      kind: 'mla',
      heads,
      queryRank: fields.count('q-lora-rank') ?? 0,
      keyValueRank: fields.count('kv-lora-rank') ?? 32,
      nopeHeadDim: fields.count('qk-head-dim') ?? 128,
      ropeHeadDim: fields.count('qk-pos-emb-head-dim') ?? 64,
      valueHeadDim: fields.count('v-head-dim') ?? 128,
    };
  if (channels === undefined && hidden > 1 && hidden % heads !== 0)
    fields.contradiction(
      'num-attention-heads',
      `num-attention-heads must divide hidden-size = ${hidden}, or kv-channels be given (got ${heads}).`,
      'Add kv-channels.',
    );
  const window = windowOf(fields);
  return {
    kind: 'gqa',
    heads,
    // Megatron groups only where asked to.
    keyValueHeads: grouped ? (groups ?? 1) : heads,
    headDim: channels ?? Math.max(1, Math.round(hidden / heads)),
    ...(qkvBias ? { qkvBias: true } : {}),
    ...(biased ? { outputBias: true } : {}),
    ...(normed ? { queryKeyNorm: 'head' } : {}),
    ...(window === undefined ? {} : { window }),
  };
}

/** `--window-size 128,0`: what a query sees to its left, itself not counted. */
function windowOf(fields: Fields): number | undefined {
  const text = fields.text('window-size');
  const left = text === undefined ? undefined : /\d+/.exec(text)?.[0];
  return left === undefined ? undefined : Number(left) + 1;
}

function positionsOf(fields: Fields): Pick<ModelSpec, 'positions' | 'learnedPositions'> {
  const rows = fields.count('max-position-embeddings') ?? 0;
  const kind = fields.text('position-embedding-type');
  const rotary = fields.flag('use-rotary-position-embeddings') === true;
  if (fields.flag('no-position-embedding') === true && kind === undefined && !rotary)
    return { positions: 'none' };
  if (rotary || kind === 'rope' || kind === 'yarn' || kind === 'mrope') return {};
  if (kind === 'none') return { positions: 'none' };
  return { positions: 'learned', learnedPositions: rows };
}

function moeOf(fields: Fields, layers: number, denseHidden: number): MoeSpec | undefined {
  const routedExperts = fields.count('num-experts', 'num-moe-experts');
  if (routedExperts === undefined) return undefined;
  const expertHidden = fields.count('moe-ffn-hidden-size') ?? denseHidden;
  const shared = fields.count('moe-shared-expert-intermediate-size') ?? 0;
  const groups = fields.count('moe-router-num-groups') ?? 1;
  const capacityFactor = fields.ratio('moe-expert-capacity-factor');
  const padded = fields.flag('moe-pad-expert-input-to-capacity') === true;
  if (capacityFactor !== undefined && !padded)
    fields.leave(
      'moe-expert-capacity-factor',
      'tokens are dropped over it but none are padded: no capacity is stated',
    );
  return {
    routedExperts,
    topK: fields.count('moe-router-topk') ?? 2,
    expertHidden,
    sharedExperts: shared > 0 ? 1 : 0,
    ...(shared > 0 && shared !== expertHidden ? { sharedHidden: shared } : {}),
    groups,
    topGroups: fields.count('moe-router-group-topk') ?? groups,
    ...placeOf(fields, layers),
    ...(capacityFactor !== undefined && padded ? { capacityFactor } : {}),
  };
}

/** The first dense layers of `moe-layer-freq`; an interval starts with experts in Megatron. */
function placeOf(fields: Fields, layers: number): Pick<MoeSpec, 'denseLayers' | 'every'> {
  const text = fields.text('moe-layer-freq');
  if (text === undefined || text.trim() === '1') return { denseLayers: 0 };
  const list = layerFrequency(text, layers);
  const dense = list?.indexOf(1) ?? -1;
  if (list?.length !== layers || dense < 0 || list.slice(dense).some((item) => item !== 1)) {
    fields.leave(
      'moe-layer-freq',
      `${text}: only zeros that come first can be stated; all layers have experts`,
    );
    return { denseLayers: 0 };
  }
  return { denseLayers: dense };
}
