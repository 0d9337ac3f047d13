/** Validation families: jobs alike enough that the error of one says how far another may be off. */
import { type ClusterSpec } from '@railyard/cluster';
import { type ModelSpec, type WorkloadSpec, layerKinds } from '@railyard/parallelism';

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
    device: deviceName(cluster),
    level: workload.software?.level ?? UNSTATED_LEVEL,
    kind: modelKind(workload.model),
    scale: cluster.nodes === 1 ? 'one node' : gpus <= MIDDLE ? 'to 256 GPUs' : 'over 256 GPUs',
  };
}

/** Cards of one chip that differ in memory or form are one device. */
export const deviceName = ({ device }: ClusterSpec): string => device.name.replace(/-(40|pcie)$/, '');

/** What the engine computes where a document names no software: see the schema of `workload.software`. */
const UNSTATED_LEVEL = 'deepseek-v3';

/** A model with layers that are no attention is a hybrid, whatever its FFNs are. */
export function modelKind(model: ModelSpec): FamilyKey['kind'] {
  const recurrent = layerKinds(model).some(({ mixer }) => RECURRENT.includes(mixer.kind));
  return recurrent ? 'hybrid' : model.moe === undefined ? 'dense' : 'moe';
}

const RECURRENT: readonly string[] = ['mamba2', 'delta-net'];

const GENERATIONS: readonly (readonly [generation: string, devices: RegExp])[] = [
  ['ampere', /^a(100|800|30|40)\b/],
  ['hopper', /^(h|gh)\d+\b/],
  // GB10 of a PC is none of them.
  ['blackwell', /^g?b\d{3}\b/],
];

/** A device of no known generation is its own. */
export const generationOf = (device: string): string =>
  GENERATIONS.find(([, devices]) => devices.test(device))?.[0] ?? device;

/** A family, and what it has in common with others: devices of one generation, releases of one framework. */
export interface FamilyTraits extends FamilyKey {
  readonly generation: string;
  readonly framework: string;
}

/** `megatron-core-2025` is of the framework `megatron-core`. */
export const familyTraits = <T extends FamilyKey>(key: T): T & FamilyTraits => ({
  ...key,
  generation: generationOf(key.device),
  framework: key.level.replace(/-\d{4}$/, ''),
});

/** `a100, megatron-2021, dense, one node`, or `blackwell, megatron-core, moe`; what is left out is any. */
export const familyName = (of: Partial<FamilyTraits>): string =>
  [of.device ?? of.generation, of.level ?? of.framework, of.kind, of.scale]
    .filter((part) => part !== undefined)
    .join(', ') || 'all published runs';
