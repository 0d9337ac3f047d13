/** Families of models: what their code adds to what a config.json says. */
import { type Activation, type ModelSpec } from '@railyard/parallelism';
import { type Fields } from '../source/index.js';
import { type AttentionTraits, compressed, grouped, latent } from './attention.js';
import { experts } from './experts.js';
import { type ModelParts, deltaNetLayers, hybridLayers, localLayers, mimoLayers } from './layers.js';

/** Read of every config: sizes, whatever the family. */
interface Sizes {
  readonly layers: number;
  readonly hidden: number;
}

export type Family = (fields: Fields, sizes: Sizes) => ModelParts;

interface Traits extends AttentionTraits {
  readonly model?: Partial<ModelSpec>;
  /** Head shares the embedding where the config does not say. */
  readonly tied?: boolean;
  readonly ffn?: (fields: Fields, sizes: Sizes) => number;
}

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  silu: 'swiglu',
  swish: 'swiglu',
  gelu: 'geglu',
  gelu_new: 'geglu',
  gelu_pytorch_tanh: 'geglu',
  relu: 'relu',
  relu2: 'squared-relu',
};

/** The activation of a gated FFN by its name; an issue where the name is not known. */
function activation(fields: Fields): Activation {
  const name = fields.text('hidden_act', 'hidden_activation', 'mlp_hidden_act') ?? 'silu';
  const found = ACTIVATIONS[name];
  if (found === undefined)
    fields.unsupported(
      'hidden_act',
      `hidden_act must be one of ${Object.keys(ACTIVATIONS).join(', ')} (got ${name}).`,
      'Use the nearest activation in a Model of your own.',
    );
  return found ?? 'swiglu';
}

/** Llama and models like it: grouped attention, gated FFN, RMSNorm; experts where the config has some. */
const decoder =
  (traits: Traits = {}): Family =>
  (fields, sizes) => {
    const attention = grouped(fields, sizes.hidden, traits);
    const moe = experts(fields, sizes.layers);
    const gate = activation(fields);
    const tied = fields.flag('tie_word_embeddings') ?? traits.tied ?? false;
    const ffn = fields.count('intermediate_size_mlp', 'intermediate_size', 'ffn_hidden_size');
    fields.count('intermediate_size');
    return {
      attention,
      denseHidden: traits.ffn?.(fields, sizes) ?? ffn ?? moe?.expertHidden ?? 4 * sizes.hidden,
      ...(moe === undefined ? {} : { moe }),
      ...(gate === 'swiglu' ? {} : { activation: gate }),
      ...(fields.flag('mlp_bias') === true ? { ffnBias: true } : {}),
      mtpModules: predictions(fields),
      tiedEmbedding: tied,
      ...localLayers(fields, attention),
      ...traits.model,
    };
  };

/** Modules that predict further tokens, by the names that configs have for them. */
function predictions(fields: Fields): number {
  const modules = fields.count('num_nextn_predict_layers', 'mtp_num_hidden_layers', 'num_mtp_modules') ?? 0;
  fields.count('mtp_transformer_layers');
  return fields.flag('use_mtp') === false ? 0 : modules;
}

/** DeepSeek V2, V3 and V3.2, Kimi K2: latent attention, experts after the first dense layers. */
const latentDecoder: Family = (fields, sizes) => {
  const moe = experts(fields, sizes.layers);
  return {
    attention: latent(fields),
    denseHidden: fields.required('intermediate_size'),
    ...(moe === undefined ? {} : { moe }),
    mtpModules: predictions(fields),
    tiedEmbedding: fields.flag('tie_word_embeddings') ?? false,
    ...(activation(fields) === 'swiglu' ? {} : { activation: activation(fields) }),
  };
};

/** DeepSeek-V4: one ratio of compression for each layer, and for the MTP module. */
const compressedDecoder: Family = (fields, { layers }) => {
  const ratios = (fields.list('compress_ratios') ?? []).map(Number);
  const moe = experts(fields, layers);
  const modules = predictions(fields);
  if (ratios.length < layers)
    fields.contradiction(
      'compress_ratios',
      `compress_ratios must have an entry for each of the ${layers} layers (got ${ratios.length}).`,
      'Correct one of the two.',
    );
  const kinds = [...new Set(ratios)].filter((ratio) => ratio > 0);
  const nameOf = (ratio: number): string => (ratio > 0 ? `compressed-${ratio}` : 'default');
  if (fields.has('num_hash_layers'))
    fields.leave(
      'num_hash_layers',
      'these layers choose experts by a hash of the token; they are gated here',
    );
  if (fields.has('expert_dtype'))
    fields.leave('expert_dtype', 'precision of the published experts; training is stated by precision');
  activation(fields);
  const streams = fields.count('hc_mult') ?? 1;
  return {
    attention: compressed(fields, 0),
    denseHidden: moe?.expertHidden ?? fields.required('intermediate_size'),
    ...(moe === undefined ? {} : { moe }),
    mtpModules: modules,
    tiedEmbedding: fields.flag('tie_word_embeddings') ?? false,
    ...(streams > 1 ? { residualStreams: streams } : {}),
    layerKinds: kinds.map((ratio) => ({ name: nameOf(ratio), mixer: compressed(fields, ratio) })),
    pattern: ratios.slice(0, layers).map(nameOf),
    ...(modules > 0 ? { mtpLayer: nameOf(ratios[layers] ?? 0) } : {}),
  };
};

/** GPT-2 and its line: LayerNorm, plain FFN of four times the hidden size, biases. */
const gpt =
  (more: Partial<ModelSpec>, tied: boolean): Family =>
  (fields, sizes) => {
    const { layers: _, hidden } = sizes;
    const positions = fields.count('n_positions', 'n_ctx', 'max_position_embeddings') ?? 0;
    fields.text('activation_function', 'hidden_act');
    return {
      attention: grouped(fields, hidden, { qkvBias: true, outputBias: true }),
      denseHidden: fields.count('n_inner', 'intermediate_size', 'ffn_dim') ?? 4 * hidden,
      mtpModules: 0,
      tiedEmbedding: fields.flag('tie_word_embeddings') ?? tied,
      norm: 'layernorm',
      activation: 'gelu',
      ffnBias: true,
      ...(more.positions === undefined ? { positions: 'learned', learnedPositions: positions } : {}),
      ...more,
    };
  };

const gemma = (traits: Traits): Family =>
  decoder({ ...traits, tied: true, model: { activation: 'geglu', normPlacement: 'both', ...traits.model } });

/** The dense FFN alongside the experts is a shared expert; global layers have heads of their own. */
const gemma4: Family = (fields, sizes) => {
  const parts = gemma({ queryKeyNorm: 'head' })(fields, sizes);
  const { attention, moe, layerKinds = [] } = parts;
  const local = layerKinds[0]?.mixer;
  if (attention.kind !== 'gqa') return parts;
  fields.flag('enable_moe_block');
  fields.count('num_kv_shared_layers', 'hidden_size_per_layer_input');
  fields.flag('use_double_wide_mlp');
  const global = {
    ...attention,
    headDim: fields.count('global_head_dim') ?? attention.headDim,
    keyValueHeads: fields.count('num_global_key_value_heads') ?? attention.keyValueHeads,
    ...(fields.flag('attention_k_eq_v') === true ? { sharedKeyValue: true } : {}),
  };
  return {
    ...parts,
    attention: global,
    ...(local === undefined ? {} : { layerKinds: [{ name: 'local', mixer: local }] }),
    ...(moe === undefined
      ? {}
      : { moe: { ...moe, sharedExperts: 1, sharedHidden: fields.required('intermediate_size') } }),
  };
};

/** Qwen's shared expert is weighed by a gate. */
const withSharedGate =
  (family: Family): Family =>
  (fields, sizes) => {
    const parts = family(fields, sizes);
    return parts.moe === undefined ? parts : { ...parts, moe: { ...parts.moe, sharedGate: true } };
  };

const qwenHybrid: Family = withSharedGate((fields, sizes) => ({
  ...decoder({ queryKeyNorm: 'head' })(fields, sizes),
  ...deltaNetLayers(fields, sizes.layers),
}));

/** Qwen3-Next gates its attention always. */
const qwenNext: Family = (fields, sizes) => {
  const parts = qwenHybrid(fields, sizes);
  return parts.attention.kind === 'gqa'
    ? { ...parts, attention: { ...parts.attention, outputGate: true } }
    : parts;
};

/** One shared expert in each layer with experts; queries and keys are normed without gains. */
const llama4: Family = (fields, sizes) => {
  const parts = decoder()(fields, sizes);
  return parts.moe === undefined ? parts : { ...parts, moe: { ...parts.moe, sharedExperts: 1 } };
};

/** Biases in experts and router, sinks in every layer. */
const gptOss: Family = (fields, sizes) => {
  const parts = decoder({ qkvBias: true, outputBias: true, sinks: true })(fields, sizes);
  return parts.moe === undefined ? parts : { ...parts, moe: { ...parts.moe, bias: true } };
};

const QUERY_KEY_NORM = { queryKeyNorm: 'head' } as const;

/** By `model_type`. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  llama: decoder(),
  mistral: decoder(),
  mixtral: decoder(),
  phi3: decoder(),
  granite: decoder(),
  qwen2: decoder({ qkvBias: true, outputBias: false }),
  qwen2_moe: withSharedGate(decoder({ qkvBias: true, outputBias: false })),
  qwen3: decoder(QUERY_KEY_NORM),
  qwen3_moe: decoder(QUERY_KEY_NORM),
  qwen3_next: qwenNext,
  qwen3_5_moe: qwenHybrid,
  qwen3_5_moe_text: qwenHybrid,
  olmo2: decoder({ queryKeyNorm: 'all', model: { normPlacement: 'post' } }),
  olmoe: decoder({ queryKeyNorm: 'all' }),
  glm4_moe: decoder({ ...QUERY_KEY_NORM }),
  minimax_m2: decoder({ queryKeyNorm: 'all' }),
  llama4: llama4,
  llama4_text: llama4,
  gpt_oss: gptOss,
  gemma2: gemma({}),
  gemma3: gemma(QUERY_KEY_NORM),
  gemma3_text: gemma(QUERY_KEY_NORM),
  gemma4: gemma4,
  gemma4_text: gemma4,
  mimo_v2_flash: (fields, sizes) => mimoLayers(fields, decoder()(fields, sizes), sizes.layers),
  deepseek_v2: latentDecoder,
  deepseek_v3: latentDecoder,
  deepseek_v32: latentDecoder,
  kimi_k2: latentDecoder,
  deepseek_v4: compressedDecoder,
  nemotron_h: (fields, sizes) => hybridLayers(fields, sizes),
  gpt2: gpt({}, true),
  bloom: gpt({ positions: 'alibi' }, true),
  gpt_neox: gpt({ positions: 'rotary', parallelBlock: true }, false),
};
