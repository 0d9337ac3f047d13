/** Layers of several kinds, as configurations spell them. */
import {
  type GroupedAttentionSpec,
  type LayerKindSpec,
  type MixerSpec,
  type ModelSpec,
  type MoeSpec,
} from '@railyard/parallelism';
import { type Fields, shortestPeriod } from '../source/index.js';
import { grouped } from './attention.js';
import { experts } from './experts.js';

/** A model without its name and sizes. */
export type ModelParts = Omit<ModelSpec, 'name' | 'source' | 'layers' | 'hidden' | 'vocabulary'>;

type Pattern = Pick<ModelSpec, 'layerKinds' | 'pattern'>;

const WORDS: Readonly<Record<string, string>> = {
  full_attention: 'default',
  sliding_attention: 'local',
  chunked_attention: 'local',
};

/** Windows and chunks: in the layers that `layer_types` names, or as the family places them. */
export function localLayers(
  fields: Fields,
  attention: GroupedAttentionSpec,
): Pattern | { attention: GroupedAttentionSpec } {
  const types = fields.list('layer_types');
  const window = fields.flag('use_sliding_window') === false ? undefined : fields.count('sliding_window');
  fields.count('sliding_window');
  const chunk = fields.count('attention_chunk_size');
  const period = fields.count('sliding_window_pattern', '_sliding_window_pattern');
  const modelType = fields.text('model_type') ?? '';
  if (window === undefined && (chunk === undefined || !modelType.startsWith('llama4'))) return {};
  const mixer = { ...attention, ...(window === undefined ? { chunk: chunk ?? 0 } : { window }) };
  if (types !== undefined) return patternOf(types, mixer, fields);
  // Llama 4: every fourth layer is global; Gemma 2: every second; Gemma 3: every sixth; Mistral: none.
  const every = period ?? { gemma2: 2, gemma3_text: 6, gemma3: 6, llama4_text: 4, llama4: 4 }[modelType];
  if (every === undefined) return { attention: mixer };
  return {
    layerKinds: [{ name: 'local', mixer }],
    pattern: [...Array.from({ length: every - 1 }, () => 'local'), 'default'],
  };
}

function patternOf(types: readonly unknown[], mixer: GroupedAttentionSpec, fields: Fields): Pattern {
  const words = types.map((type) => WORDS[String(type)] ?? String(type));
  const strange = words.find((word) => word !== 'default' && word !== 'local');
  if (strange !== undefined)
    fields.unsupported(
      'layer_types',
      `layer_types must be of ${Object.keys(WORDS).join(', ')} (got ${strange}).`,
      'Use layerKinds and a pattern in a Model of your own.',
    );
  if (!words.includes('local')) return {};
  return { layerKinds: [{ name: 'local', mixer }], pattern: shortestPeriod(words) };
}

/** Qwen3-Next and Qwen3.5: the gated delta rule in all layers but every fourth. */
export function deltaNetLayers(fields: Fields, layers: number): Pattern {
  const interval = fields.count('full_attention_interval') ?? 4;
  const types = fields.list('layer_types');
  const words =
    types?.map((type) => (type === 'linear_attention' ? 'delta' : 'default')) ??
    Array.from({ length: layers }, (_, layer) => ((layer + 1) % interval === 0 ? 'default' : 'delta'));
  return {
    layerKinds: [
      {
        name: 'delta',
        mixer: {
          kind: 'delta-net',
          keyHeads: fields.required('linear_num_key_heads'),
          valueHeads: fields.required('linear_num_value_heads'),
          keyHeadDim: fields.required('linear_key_head_dim'),
          valueHeadDim: fields.required('linear_value_head_dim'),
          convolution: fields.required('linear_conv_kernel_dim'),
        },
      },
    ],
    pattern: shortestPeriod(words),
  };
}

/** MiMo-V2: 1 in the pattern is a layer with a window, which has key-value heads and sinks of its own. */
export function mimoLayers(fields: Fields, parts: ModelParts, layers: number): ModelParts {
  const list = fields.list('hybrid_layer_pattern') ?? [];
  if (parts.attention.kind !== 'gqa') return parts;
  if (list.length !== layers)
    fields.contradiction(
      'hybrid_layer_pattern',
      `hybrid_layer_pattern must have an entry for each of the ${layers} layers (got ${list.length}).`,
      'Correct one of the two.',
    );
  const { window: _, ...full } = { ...parts.attention, valueHeadDim: fields.required('v_head_dim') };
  fields.count('sliding_window_size', 'attention_chunk_size');
  const sinks = (key: string) => (fields.flag(key) === true ? { sinks: true } : {});
  const local: LayerKindSpec = {
    name: 'local',
    mixer: {
      ...full,
      heads: fields.required('swa_num_attention_heads'),
      keyValueHeads: fields.required('swa_num_key_value_heads'),
      headDim: fields.required('swa_head_dim'),
      valueHeadDim: fields.required('swa_v_head_dim'),
      window: fields.required('sliding_window'),
      ...sinks('add_swa_attention_sink_bias'),
    },
  };
  return {
    ...parts,
    attention: { ...full, ...sinks('add_full_attention_sink_bias') },
    layerKinds: [local],
    pattern: list.map((item) => (item === 1 ? 'local' : 'default')),
  };
}

const LETTERS: Readonly<Record<string, string>> = { M: 'mamba', E: 'experts', '-': 'ffn', '*': 'attention' };

/** Nemotron-H: one letter for each layer, which is a mixer or an FFN alone. */
export function hybridLayers(
  fields: Fields,
  { layers, hidden }: { readonly layers: number; readonly hidden: number },
): ModelParts {
  const letters = fields.text('hybrid_override_pattern') ?? '';
  const words = [...letters].map((letter) => LETTERS[letter] ?? letter);
  if (words.length !== layers || words.some((word) => word.length === 1))
    fields.contradiction(
      'hybrid_override_pattern',
      `hybrid_override_pattern must have ${layers} letters of M, E, - and * (got ${words.length}).`,
      'Correct it, or num_hidden_layers.',
    );
  const attention = grouped(fields, hidden, {});
  const moe = experts(fields, layers);
  const used = new Set(words);
  const kinds: readonly LayerKindSpec[] = [
    { name: 'mamba', mixer: stateSpace(fields), ffn: { kind: 'none' } },
    { name: 'attention', mixer: attention, ffn: { kind: 'none' } },
    { name: 'ffn', mixer: { kind: 'none' }, ffn: { kind: 'dense' } },
    { name: 'experts', mixer: { kind: 'none' }, ffn: { kind: 'moe' } },
  ];
  const modules = fields.count('num_nextn_predict_layers') ?? 0;
  fields.text('mtp_hybrid_override_pattern');
  if (moe === undefined && (modules > 0 || used.has('experts')))
    fields.contradiction(
      'n_routed_experts',
      'n_routed_experts must be given: hybrid_override_pattern has layers with experts (E).',
      'Add n_routed_experts, num_experts_per_tok and moe_intermediate_size.',
    );
  // An MTP module of attention and experts (`*E`).
  const mtp: readonly LayerKindSpec[] =
    modules > 0 ? [{ name: 'mtp', mixer: attention, ffn: { kind: 'moe' } }] : [];
  fields.text('mlp_hidden_act');
  fields.flag('mlp_bias', 'use_bias', 'use_conv_bias', 'mamba_proj_bias');
  return {
    attention,
    denseHidden: fields.required('intermediate_size'),
    ...(moe === undefined ? {} : { moe: withoutPlace(moe) }),
    mtpModules: modules,
    ...(modules > 0 ? { mtpLayer: 'mtp' } : {}),
    tiedEmbedding: fields.flag('tie_word_embeddings') ?? false,
    activation: 'squared-relu',
    positions: 'none',
    layerKinds: [...kinds.filter((kind) => used.has(kind.name)), ...mtp],
    pattern: shortestPeriod(words),
  };
}

const withoutPlace = (moe: MoeSpec): MoeSpec => ({ ...moe, denseLayers: 0 });

function stateSpace(fields: Fields): MixerSpec {
  fields.count('expand');
  return {
    kind: 'mamba2',
    heads: fields.required('mamba_num_heads'),
    headDim: fields.required('mamba_head_dim'),
    stateDim: fields.required('ssm_state_size'),
    groups: fields.required('n_groups'),
    convolution: fields.required('conv_kernel'),
  };
}
