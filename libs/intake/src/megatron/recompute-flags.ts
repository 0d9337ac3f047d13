/** What the backward recomputes: `--recompute-granularity`, `-modules`, `-method` and `-num-layers`. */
import { type RecomputeModule } from '@railyard/parallelism';
import { type Fields, type JobValues } from '../source/index.js';

/** Megatron Core's names of parts, and those of documents. */
export const MODULE_NAMES: Readonly<Record<string, RecomputeModule>> = {
  core_attn: 'attention-core',
  mla_up_proj: 'mla-up',
  layernorm: 'norms',
  mlp: 'mlp',
  moe: 'moe',
  moe_act: 'moe-activation',
  shared_experts: 'shared-experts',
};

export function recomputeOf(fields: Fields): JobValues {
  const granularity = fields.text('recompute-granularity');
  const activations = fields.flag('recompute-activations') === true;
  const ofExperts = fields.flag('moe-layer-recompute') === true;
  if (granularity === 'full') return { recompute: 'full', ...layersOf(fields) };
  if (granularity !== 'selective' && !activations && !ofExperts) return { recompute: 'none' };
  const named = modulesOf(fields);
  const modules = ofExperts ? [...(named ?? []), 'moe' as const] : named;
  return {
    recompute: 'selective',
    ...(modules === undefined ? {} : { recomputeModules: [...new Set(modules)] }),
  };
}

/** As a list of a file, or as words of a command. */
function modulesOf(fields: Fields): readonly RecomputeModule[] | undefined {
  const value = fields.value('recompute-modules');
  const names = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,[\]'"]+/);
  const modules: RecomputeModule[] = [];
  for (const name of names.filter((word) => word !== '')) {
    const module = MODULE_NAMES[name];
    if (module === undefined) fields.leave('recompute-modules', `${name} is not recomputed by itself`);
    else modules.push(module);
  }
  return modules.length === 0 ? undefined : modules;
}

/** One layer at a time is what uniform means where no number is given. */
function layersOf(fields: Fields): JobValues {
  const method = fields.text('recompute-method');
  const layers = fields.count('recompute-num-layers');
  const isBlock = method === 'block';
  if (!isBlock && (layers ?? 1) <= 1) return {};
  return {
    recomputeMethod: isBlock ? 'block' : 'uniform',
    recomputeLayers: layers ?? 1,
  };
}
