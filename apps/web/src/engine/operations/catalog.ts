/** What can be chosen: presets by kind, and the words that the schema of a workload allows. */
import {
  getPreset,
  presetNames,
  publishedSchema,
  type JsonSchema,
  type PresetKind,
} from '@railyard/experiments';

const KINDS = [
  'model',
  'device',
  'cluster',
  'workload',
  'experiment',
  'fault-profile',
] as const satisfies PresetKind[];

export interface Catalog {
  readonly presets: Readonly<Record<(typeof KINDS)[number], readonly string[]>>;
  /** Words by dotted path below `workload`. */
  readonly words: Readonly<Record<string, readonly (string | number)[]>>;
  /** GPUs of each cluster preset. */
  readonly gpus: Readonly<Record<string, number>>;
}

const WORDS = ['precision', 'recompute', 'schedule.name', 'parallelism.zeroStage'];

export function catalog(): Catalog {
  const workload = publishedSchema('Experiment').properties?.['workload'];
  return {
    presets: Object.fromEntries(KINDS.map((kind) => [kind, presetNames(kind)])) as Catalog['presets'],
    words: Object.fromEntries(WORDS.map((path) => [path, wordsAt(workload, path.split('.'))])),
    gpus: Object.fromEntries(
      presetNames('cluster').map((name) => [name, gpusOf(getPreset('cluster', name))]),
    ),
  };
}

function wordsAt(schema: JsonSchema | undefined, path: readonly string[]): readonly (string | number)[] {
  const found = path.reduce<JsonSchema | undefined>((here, key) => here?.properties?.[key], schema);
  return (found?.enum ?? []) as readonly (string | number)[];
}

const gpusOf = (cluster: unknown): number => {
  const { nodes, gpusPerNode } = cluster as { readonly nodes: number; readonly gpusPerNode: number };
  return nodes * gpusPerNode;
};
