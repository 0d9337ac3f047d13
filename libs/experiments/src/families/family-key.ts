/** Validation families: jobs alike enough that the error of one says how far another may be off. */
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec, layerKinds } from '@railyard/parallelism';

export interface FamilyKey {
  readonly device: string;
  readonly level: string;
  readonly kind: 'dense' | 'moe' | 'hybrid';
  readonly scale: 'one node' | 'to 256 GPUs' | 'over 256 GPUs';
}

/** GPUs up to which a job over several nodes is of the middle scale. */
const MIDDLE = 256;

export function familyKey(cluster: ClusterSpec, workload: WorkloadSpec): FamilyKey {
  const gpus = cluster.nodes * cluster.gpusPerNode;
  return {
    // Cards of one chip that differ in memory or form are one device.
    device: cluster.device.name.replace(/-(40|pcie)$/, ''),
    level: workload.software?.level ?? UNSTATED_LEVEL,
    kind: kindOf(workload),
    scale: cluster.nodes === 1 ? 'one node' : gpus <= MIDDLE ? 'to 256 GPUs' : 'over 256 GPUs',
  };
}

/** What the engine computes where a document names no software: see the schema of `workload.software`. */
const UNSTATED_LEVEL = 'deepseek-v3';

/** A model with layers that are no attention is a hybrid, whatever its FFNs are. */
function kindOf({ model }: WorkloadSpec): FamilyKey['kind'] {
  const recurrent = layerKinds(model).some(({ mixer }) => RECURRENT.includes(mixer.kind));
  return recurrent ? 'hybrid' : model.moe === undefined ? 'dense' : 'moe';
}

const RECURRENT: readonly string[] = ['mamba2', 'delta-net'];

/** `a100, megatron-2021, dense, one node`; what is left out is any. */
export const familyName = ({ device, level, kind, scale }: Partial<FamilyKey>): string =>
  [device, level, kind, scale].filter((part) => part !== undefined).join(', ') || 'all published runs';
