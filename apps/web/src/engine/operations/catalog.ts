/** What can be chosen: presets by kind, and the words that the schema of a workload allows. */
import { COLLECTIVES } from '@railyard/cluster';
import { presetNames, publishedSchema, type JsonSchema, type PresetKind } from '@railyard/experiments';

const KINDS = [
  'model',
  'device',
  'cluster',
  'workload',
  'experiment',
  'fault-profile',
  'recovery',
] as const satisfies PresetKind[];

export interface Catalog {
  readonly presets: Readonly<Record<(typeof KINDS)[number], readonly string[]>>;
  /** Words by dotted path below `workload`. */
  readonly words: Readonly<Record<string, readonly (string | number)[]>>;
  /** Names of collectives. */
  readonly collectives: readonly string[];
}

const WORDS = ['precision', 'recompute', 'schedule.name', 'parallelism.zeroStage'];

export function catalog(): Catalog {
  const workload = publishedSchema('Experiment').properties?.['workload'];
  return {
    presets: Object.fromEntries(KINDS.map((kind) => [kind, presetNames(kind)])) as Catalog['presets'],
    words: Object.fromEntries(WORDS.map((path) => [path, wordsAt(workload, path.split('.'))])),
    collectives: COLLECTIVES,
  };
}

function wordsAt(schema: JsonSchema | undefined, path: readonly string[]): readonly (string | number)[] {
  const found = path.reduce<JsonSchema | undefined>((here, key) => here?.properties?.[key], schema);
  return (found?.enum ?? []) as readonly (string | number)[];
}
