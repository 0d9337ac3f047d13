/** Schemas of what mixes tokens in a layer: attention, and in a pattern recurrences too. */
import {
  type AttentionSpec,
  type IndexerSpec,
  type MixerSpec,
  type RecurrentSpec,
} from '@railyard/parallelism';
import { choice, count, flag, object, tag, union } from './json-schema.js';

type Attention<K extends AttentionSpec['kind']> = Extract<AttentionSpec, { kind: K }>;
type Recurrent<K extends RecurrentSpec['kind']> = Extract<RecurrentSpec, { kind: K }>;

const heads = count('Query heads.', 1, 1024, { 'x-also': ['attentionHeads', 'numHeads'] });

const indexerSchema = object<IndexerSpec>('Chooses the keys that are read (DeepSeek-V3.2).', {
  heads: count('Heads that score keys.', 1, 1024),
  headDim: count('Size of an index head.', 1, 4096),
  topK: count('Keys that are read.', 1, 1_000_000),
});

const latentSchema = object<Attention<'mla'>>(
  'Multi-head latent attention (DeepSeek-V2).',
  {
    kind: tag('mla'),
    heads,
    queryRank: count('Rank of the query compression; 0: queries are not compressed.', 0, 65536, {
      'x-also': ['qLoraRank'],
    }),
    keyValueRank: count('Rank of the joint key-value compression.', 1, 65536, {
      'x-also': ['kvLoraRank', 'kvRank'],
    }),
    nopeHeadDim: count('Head size without rotary embedding.', 1, 4096),
    ropeHeadDim: count('Head size with rotary embedding.', 1, 4096),
    valueHeadDim: count('Head size of the values.', 1, 4096),
    indexer: indexerSchema,
  },
  ['indexer'],
);

const groupedSchema = object<Attention<'gqa'>>(
  'Grouped-query attention; multi-head when keyValueHeads equals heads.',
  {
    kind: tag('gqa'),
    heads,
    keyValueHeads: count('Key-value heads.', 1, 1024, { 'x-also': ['kvHeads'] }),
    headDim: count('Head size.', 1, 4096),
    qkvBias: flag('Whether the query, key and value projections have a bias.'),
    valueHeadDim: count('Head size of the values, where it differs.', 1, 4096),
    outputBias: flag('Whether the output projection has a bias.'),
    queryKeyNorm: choice('RMSNorm of queries and keys: over each head, or over all together.', [
      'head',
      'all',
    ]),
    sinks: flag('A learned logit for each head that takes attention away from every key.'),
    outputGate: flag('The output is multiplied by a gate of its own projection.'),
    sharedKeyValue: flag('Values are the keys.'),
    window: count('Keys that a query sees, itself included. Absent: all before it.', 1, 16_777_216, {
      'x-also': ['slidingWindow'],
    }),
    chunk: count('Tokens of the chunks that attention stays inside.', 1, 16_777_216),
  },
  [
    'qkvBias',
    'valueHeadDim',
    'outputBias',
    'queryKeyNorm',
    'sinks',
    'outputGate',
    'sharedKeyValue',
    'window',
    'chunk',
  ],
);

const compressedSchema = object<Attention<'compressed'>>(
  'Attention over compressed keys and a window of plain ones (DeepSeek-V4).',
  {
    kind: tag('compressed'),
    heads,
    headDim: count('Head size; keys serve as values, one head of them.', 1, 4096),
    queryRank: count('Rank of the query compression.', 1, 65536),
    outputGroups: count('Groups of heads whose outputs are projected together.', 1, 1024),
    outputRank: count('Rank of the output projection of a group.', 1, 65536),
    window: count('Plain keys that a query sees.', 1, 16_777_216),
    ratio: count('Tokens of a compressed entry; 0: the window is all.', 0, 65536),
    overlap: flag('Entries are made of two neighbouring blocks.'),
    indexer: indexerSchema,
  },
  ['overlap', 'indexer'],
);

const stateSpaceSchema = object<Recurrent<'mamba2'>>('State-space layer (Mamba-2).', {
  kind: tag('mamba2'),
  heads: count('Heads.', 1, 4096),
  headDim: count('Head size.', 1, 4096),
  stateDim: count('Size of the state.', 1, 4096),
  groups: count('Groups of heads that share their input and output matrices.', 1, 4096),
  convolution: count('Tokens of the short convolution.', 0, 64),
});

const deltaNetSchema = object<Recurrent<'delta-net'>>('Gated delta rule (Qwen3-Next).', {
  kind: tag('delta-net'),
  keyHeads: count('Heads of queries and keys.', 1, 4096),
  valueHeads: count('Heads of values.', 1, 4096),
  keyHeadDim: count('Head size of queries and keys.', 1, 4096),
  valueHeadDim: count('Head size of the values.', 1, 4096),
  convolution: count('Tokens of the short convolution.', 0, 64),
});

const linearSchema = object<Recurrent<'linear'>>('Linear attention with a fixed decay (MiniMax-01).', {
  kind: tag('linear'),
  heads: count('Heads.', 1, 4096),
  headDim: count('Head size.', 1, 4096),
});

const noneSchema = object<Extract<MixerSpec, { kind: 'none' }>>('The layer is an FFN alone.', {
  kind: tag('none'),
});

const attentions = [latentSchema, groupedSchema, compressedSchema];

export const attentionSchema = union("Attention of the model's own layers.", attentions);

export const mixerSchema = union("Mixes tokens in this kind of layer. Absent: the model's attention.", [
  ...attentions,
  stateSpaceSchema,
  deltaNetSchema,
  linearSchema,
  noneSchema,
]);
