/** Experts of a config.json. */
import { type ModelSpec, type MoeSpec } from '@railyard/parallelism';
import { type Fields } from '../source/index.js';

const ROUTED = ['n_routed_experts', 'num_local_experts', 'num_experts', 'moe_num_experts'] as const;

/** Undefined in a dense model. */
export function experts(fields: Fields, layers: number): ModelSpec['moe'] {
  const routedExperts = fields.count(...ROUTED);
  if (routedExperts === undefined || routedExperts <= 1) return undefined;
  const expertHidden = fields.required('moe_intermediate_size', 'intermediate_size', 'ffn_hidden_size');
  const latentHidden = fields.count('moe_latent_size');
  const groups = fields.count('n_group') ?? 1;
  const topK = fields.required('num_experts_per_tok', 'top_k_experts', 'moe_topk', 'experts_per_token');
  if (topK > routedExperts)
    fields.contradiction(
      'num_experts_per_tok',
      `num_experts_per_tok must be at most the ${routedExperts} experts (got ${topK}).`,
      'Correct one of the two.',
    );
  return {
    routedExperts,
    topK,
    expertHidden,
    groups,
    topGroups: fields.count('topk_group') ?? groups,
    ...sharedExperts(fields, expertHidden),
    ...(latentHidden === undefined ? {} : { latentHidden }),
    ...placeOfExperts(fields, layers),
  };
}

function sharedExperts(
  fields: Fields,
  expertHidden: number,
): Pick<MoeSpec, 'sharedExperts' | 'sharedHidden' | 'sharedGate'> {
  const total = fields.count('shared_expert_intermediate_size', 'moe_shared_expert_intermediate_size');
  const count = fields.count('n_shared_experts', 'num_shared_experts');
  fields.count('shared_intermediate_size');
  if (total === undefined) return { sharedExperts: count ?? 0 };
  if (total === 0 || count === 0) return { sharedExperts: 0 };
  const each = total / (count ?? 1);
  return { sharedExperts: count ?? 1, ...(each === expertHidden ? {} : { sharedHidden: each }) };
}

/** The first dense layers, and every so-manieth after them. */
function placeOfExperts(fields: Fields, layers: number): Pick<MoeSpec, 'denseLayers' | 'every'> {
  const every = fields.count('decoder_sparse_step', 'interleave_moe_layer_step') ?? 1;
  const dense = fields.count('first_k_dense_replace') ?? 0;
  const only = fields.list('mlp_only_layers') ?? [];
  if (only.length > 0)
    fields.unsupported(
      'mlp_only_layers',
      `mlp_only_layers must be empty (got ${JSON.stringify(only)}).`,
      'Use layerKinds and a pattern in a Model of your own.',
    );
  const frequency = fields.value('moe_layer_freq');
  if (Array.isArray(frequency)) return { denseLayers: denseOfList(fields, frequency, layers) };
  const step = typeof frequency === 'number' ? frequency : every;
  return { denseLayers: dense, ...(step > 1 ? { every: step } : {}) };
}

/** A list of 0 (dense) and 1 (experts): zeros may only come first. */
function denseOfList(fields: Fields, list: readonly unknown[], layers: number): number {
  const first = list.indexOf(1);
  const dense = first < 0 ? list.length : first;
  if (list.length !== layers || list.slice(dense).some((item) => item !== 1))
    fields.unsupported(
      'moe_layer_freq',
      `moe_layer_freq must have ${layers} entries, zeros first (got ${list.length}).`,
      'Use layerKinds and a pattern in a Model of your own.',
    );
  return dense;
}
