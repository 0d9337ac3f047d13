/** Schema of a transformer: `model` of a workload. */
import {
  ACTIVATIONS,
  type FfnSpec,
  type LayerKindSpec,
  type ModelSpec,
  type MoeSpec,
} from '@railyard/parallelism';
import { choice, count, flag, list, object, ratio, tag, text, union } from './json-schema.js';
import { attentionSchema, mixerSchema } from './mixer.js';

type Ffn<K extends FfnSpec['kind']> = Extract<FfnSpec, { kind: K }>;

const moeSchema = object<MoeSpec>(
  'Mixture of experts; absent in a dense model.',
  {
    routedExperts: count('Routed experts of a layer.', 1, 4096, { 'x-also': ['experts', 'numExperts'] }),
    sharedExperts: count('Shared experts of a layer.', 0, 64, { default: 0 }),
    topK: count('Routed experts of a token.', 1, 256),
    expertHidden: count('FFN hidden size of an expert.', 1, 1_000_000),
    groups: count('Equal groups that the experts fall into.', 1, 256, { default: 1 }),
    topGroups: count('Groups that a token may use.', 1, 256, { default: 1, 'x-also': ['topNodes'] }),
    denseLayers: count('The first layers that are dense.', 0, 1000, { default: 0 }),
    every: count('Of the layers after those, every so-manieth has experts. Absent: all.', 1, 1000),
    sharedHidden: count('FFN hidden size of a shared expert, where it differs.', 1, 1_000_000),
    sharedGate: flag("A gate weighs the shared experts' output."),
    bias: flag('Experts and router have biases.'),
    clamped: flag("Inputs of the experts' activation are clamped."),
    latentHidden: count('Hidden size that experts work in, where it is projected down.', 1, 1_000_000),
    capacityFactor: ratio(
      'Each expert computes this multiple of its fair share: tokens over it are dropped, missing ones ' +
        'padded.',
      0.1,
      100,
    ),
  },
  ['every', 'sharedHidden', 'sharedGate', 'bias', 'clamped', 'latentHidden', 'capacityFactor'],
);

const ffnSchema = union("The FFN of this kind of layer. Absent: as the model's layer at that place.", [
  object<Ffn<'dense'>>(
    'One FFN for all tokens.',
    {
      kind: tag('dense'),
      hidden: count("FFN hidden size. Absent: the model's denseHidden.", 1, 10_000_000),
    },
    ['hidden'],
  ),
  object<Ffn<'moe'>>("The model's experts.", { kind: tag('moe') }),
  object<Ffn<'none'>>('The layer is a mixer alone.', { kind: tag('none') }),
]);

const layerKindSchema = object<LayerKindSpec>(
  "A layer that differs from the model's own.",
  { name: text('Its name in the pattern.', 40), mixer: mixerSchema, ffn: ffnSchema },
  ['mixer', 'ffn'],
);

const kindName = text('Name of a layer kind, or default.', 40);

export const modelSchema = object<ModelSpec>(
  'The transformer.',
  {
    name: text('Name of the model.', 100, { default: 'custom' }),
    layers: count('Transformer layers.', 1, 1000, { 'x-also': ['numLayers'] }),
    hidden: count('Hidden size.', 8, 1_000_000, { 'x-also': ['hiddenSize', 'modelDim'] }),
    denseHidden: count('FFN hidden size of a dense layer.', 1, 10_000_000, {
      'x-also': ['intermediateSize', 'ffnHidden'],
    }),
    vocabulary: count('Vocabulary size.', 1, 10_000_000, { 'x-also': ['vocabSize'] }),
    attention: attentionSchema,
    moe: moeSchema,
    mtpModules: count('Multi-token-prediction modules after the last layer.', 0, 16, { default: 0 }),
    tiedEmbedding: flag("The output head shares the embedding's weights.", { default: false }),
    source: text('Report or config that the figures come from.', 500, { default: 'given in the document' }),
    layerKinds: list("Layers that differ from the model's own.", layerKindSchema, 1, 16),
    pattern: list(
      "Layer kinds in order, `default` for the model's own; repeated until every layer has one.",
      kindName,
      1,
      1000,
    ),
    mtpLayer: text('Layer kind inside an MTP module. Absent: that of the last layer.', 40),
    activation: choice('Activation of FFNs and experts. Absent: swiglu.', ACTIVATIONS),
    ffnBias: flag('Dense FFNs have biases.'),
    norm: choice('Kind of the norms. Absent: rmsnorm.', ['rmsnorm', 'layernorm']),
    normPlacement: choice('Norms before each block, after it, or both. Absent: pre.', [
      'pre',
      'post',
      'both',
    ]),
    parallelBlock: flag('Mixer and FFN read the same normed input, and their outputs are added.'),
    positions: choice('How positions enter. Absent: rotary.', ['rotary', 'learned', 'alibi', 'none']),
    learnedPositions: count('Rows of a learned position table.', 0, 16_777_216),
    paddedVocabulary: count('Rows of embedding and head where padded.', 1, 10_000_000),
    residualStreams: count('Parallel residual streams (hyper-connections). Absent: one.', 1, 64),
  },
  [
    'moe',
    'layerKinds',
    'pattern',
    'mtpLayer',
    'activation',
    'ffnBias',
    'norm',
    'normPlacement',
    'parallelBlock',
    'positions',
    'learnedPositions',
    'paddedVocabulary',
    'residualStreams',
  ],
  { 'x-preset': 'model' },
);
