/** Schema of a transformer: `model` of a workload. */
import { type AttentionSpec, type ModelSpec, type MoeSpec } from '@railyard/parallelism';
import { count, flag, object, tag, text, union } from './json-schema.js';

type Attention<K extends AttentionSpec['kind']> = Extract<AttentionSpec, { kind: K }>;

const heads = count('Query heads.', 1, 1024, { 'x-also': ['attentionHeads', 'numHeads'] });

const attentionSchema = union('Attention of every layer.', [
  object<Attention<'mla'>>('Multi-head latent attention (DeepSeek-V2).', {
    kind: tag('mla'),
    heads,
    queryRank: count('Rank of the query compression.', 1, 65536, { 'x-also': ['qLoraRank'] }),
    keyValueRank: count('Rank of the joint key-value compression.', 1, 65536, {
      'x-also': ['kvLoraRank', 'kvRank'],
    }),
    nopeHeadDim: count('Head size without rotary embedding.', 1, 4096),
    ropeHeadDim: count('Head size with rotary embedding.', 1, 4096),
    valueHeadDim: count('Head size of the values.', 1, 4096),
  }),
  object<Attention<'gqa'>>(
    'Grouped-query attention; multi-head when keyValueHeads equals heads.',
    {
      kind: tag('gqa'),
      heads,
      keyValueHeads: count('Key-value heads.', 1, 1024, { 'x-also': ['kvHeads'] }),
      headDim: count('Head size.', 1, 4096),
      qkvBias: flag('Whether the query, key and value projections have a bias.'),
    },
    ['qkvBias'],
  ),
]);

const moeSchema = object<MoeSpec>('Mixture of experts; absent in a dense model.', {
  routedExperts: count('Routed experts of a layer.', 1, 4096, { 'x-also': ['experts', 'numExperts'] }),
  sharedExperts: count('Shared experts of a layer.', 0, 64, { default: 0 }),
  topK: count('Routed experts of a token.', 1, 256),
  expertHidden: count('SwiGLU hidden size of an expert.', 1, 1_000_000),
  groups: count('Equal groups that the experts fall into.', 1, 256, { default: 1 }),
  topGroups: count('Groups that a token may use.', 1, 256, { default: 1, 'x-also': ['topNodes'] }),
  denseLayers: count('The first layers that are dense.', 0, 1000, { default: 0 }),
});

export const modelSchema = object<ModelSpec>(
  'The transformer.',
  {
    name: text('Name of the model.', 100, { default: 'custom' }),
    layers: count('Transformer layers.', 1, 1000, { 'x-also': ['numLayers'] }),
    hidden: count('Hidden size.', 8, 1_000_000, { 'x-also': ['hiddenSize', 'modelDim'] }),
    denseHidden: count('SwiGLU hidden size of a dense layer.', 1, 10_000_000, {
      'x-also': ['intermediateSize', 'ffnHidden'],
    }),
    vocabulary: count('Vocabulary size.', 1, 10_000_000, { 'x-also': ['vocabSize'] }),
    attention: attentionSchema,
    moe: moeSchema,
    mtpModules: count('Multi-token-prediction modules after the last layer.', 0, 16, { default: 0 }),
    tiedEmbedding: flag("The output head shares the embedding's weights.", { default: false }),
    source: text('Report or config that the figures come from.', 500, { default: 'given in the document' }),
  },
  ['moe'],
  { 'x-preset': 'model' },
);
