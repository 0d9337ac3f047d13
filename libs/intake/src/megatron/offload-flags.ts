/**
 * Activations in the host's memory: `--cpu-offloading-num-layers` (the first layers, without a pipeline), and
 * `--fine-grained-activation-offloading` of the inputs of modules (Megatron Core, docs/source/api-guide/
 * fine_grained_activation_offloading.md).
 */
import { OFFLOAD_PARTS, type OffloadPart } from '@railyard/parallelism';
import { type Fields, type JobValues } from '../source/index.js';

/** What the inputs of modules are, by the parts of documents. */
export const OFFLOADED_MODULES: Readonly<Record<OffloadPart, readonly string[]>> = {
  residual: ['attn_norm', 'mlp_norm'],
  attention: ['core_attn', 'attn_proj'],
  ffn: ['expert_fc1', 'moe_act'],
};

export function offloadOf(fields: Fields): Pick<JobValues, 'activationOffload'> {
  const layers = fields.count('cpu-offloading-num-layers') ?? 0;
  fields.value('cpu-offloading', 'cpu-offloading-activations');
  if (fields.flag('cpu-offloading-weights') === true)
    fields.leave('cpu-offloading-weights', 'weights stay on the device');
  const named = fields.value('offload-modules');
  if (fields.flag('fine-grained-activation-offloading') !== true)
    return layers > 0 ? { activationOffload: { layers } } : {};
  const modules = (
    Array.isArray(named) ? named.map(String) : String(named ?? '').split(/[\s,[\]'"]+/)
  ).filter((name) => name !== '');
  for (const name of modules)
    if (!Object.values(OFFLOADED_MODULES).flat().includes(name))
      fields.leave('offload-modules', `${name} is not offloaded by itself`);
  const parts = OFFLOAD_PARTS.filter((part) =>
    OFFLOADED_MODULES[part].some((name) => modules.includes(name)),
  );
  for (const part of parts) {
    const missing = OFFLOADED_MODULES[part].filter((name) => !modules.includes(name));
    if (missing.length > 0)
      fields.leave('offload-modules', `${missing.join(' and ')} too: ${part} is offloaded as a whole`);
  }
  return parts.length === 0 ? {} : { activationOffload: { parts } };
}
