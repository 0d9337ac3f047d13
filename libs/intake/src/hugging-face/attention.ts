/** Attention of a config.json. */
import {
  type CompressedAttentionSpec,
  type GroupedAttentionSpec,
  type IndexerSpec,
  type LatentAttentionSpec,
} from '@railyard/parallelism';
import { type Fields } from '../source/index.js';

/** What a family's code says and its configurations do not. */
export interface AttentionTraits {
  readonly queryKeyNorm?: 'head' | 'all';
  readonly qkvBias?: boolean;
  readonly outputBias?: boolean;
  readonly sinks?: boolean;
}

export function grouped(fields: Fields, hidden: number, traits: AttentionTraits): GroupedAttentionSpec {
  const heads = fields.required('num_attention_heads', 'n_head', 'num_heads');
  const keyValueHeads =
    fields.count('num_key_value_heads', 'num_kv_heads') ?? (fields.flag('multi_query') === true ? 1 : heads);
  const headDim = fields.count('head_dim', 'attention_head_dim') ?? hidden / heads;
  if (hidden > 1 && !Number.isInteger(headDim))
    fields.contradiction(
      'num_attention_heads',
      `num_attention_heads must divide hidden_size = ${hidden} where head_dim is not given (got ${heads}).`,
      'Add head_dim.',
    );
  if (heads % keyValueHeads !== 0)
    fields.contradiction(
      'num_key_value_heads',
      `num_key_value_heads must divide the ${heads} heads (got ${keyValueHeads}).`,
      'Use a divisor.',
    );
  const bias = fields.flag('attention_bias', 'qkv_bias');
  const qkvBias = traits.qkvBias ?? bias ?? false;
  // In most families `attention_bias` is that of the output projection too.
  const outputBias = traits.outputBias ?? (traits.qkvBias === undefined && bias === true);
  const normed = fields.flag('use_qk_norm') !== false;
  return {
    kind: 'gqa',
    heads,
    keyValueHeads,
    headDim: Math.max(1, Math.round(headDim)),
    ...(qkvBias ? { qkvBias } : {}),
    ...(outputBias ? { outputBias } : {}),
    ...(traits.queryKeyNorm === undefined || !normed ? {} : { queryKeyNorm: traits.queryKeyNorm }),
    ...(traits.sinks === true ? { sinks: true } : {}),
    ...(fields.flag('attn_output_gate') === true ? { outputGate: true } : {}),
  };
}

export function latent(fields: Fields): LatentAttentionSpec {
  const heads = fields.required('num_attention_heads');
  fields.count('num_key_value_heads');
  fields.flag('attention_bias');
  const indexer = indexerOf(fields);
  return {
    kind: 'mla',
    heads,
    queryRank: fields.count('q_lora_rank') ?? 0,
    keyValueRank: fields.required('kv_lora_rank'),
    nopeHeadDim: fields.required('qk_nope_head_dim'),
    ropeHeadDim: fields.required('qk_rope_head_dim'),
    valueHeadDim: fields.required('v_head_dim'),
    ...(indexer === undefined ? {} : { indexer }),
  };
}

function indexerOf(fields: Fields): IndexerSpec | undefined {
  if (!fields.has('index_topk')) return undefined;
  return {
    heads: fields.required('index_n_heads'),
    headDim: fields.required('index_head_dim'),
    topK: fields.required('index_topk'),
  };
}

/** DeepSeek-V4 with a given ratio: those of 4 tokens overlap and have the indexer. */
export function compressed(fields: Fields, ratio: number): CompressedAttentionSpec {
  const indexer = indexerOf(fields);
  fields.count('num_key_value_heads', 'qk_rope_head_dim');
  fields.flag('attention_bias');
  return {
    kind: 'compressed',
    heads: fields.required('num_attention_heads'),
    headDim: fields.required('head_dim'),
    queryRank: fields.required('q_lora_rank'),
    outputGroups: fields.required('o_groups'),
    outputRank: fields.required('o_lora_rank'),
    window: fields.required('sliding_window'),
    ratio,
    ...(ratio === 4 ? { overlap: true } : {}),
    ...(ratio === 4 && indexer !== undefined ? { indexer } : {}),
  };
}
