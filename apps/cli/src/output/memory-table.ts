/** What fills the memory of each pipeline rank, ranks that hold the same in one line. */
import { type ExperimentResult } from '@railyard/experiments';
import { type RankMemory } from '@railyard/parallelism';
import { type Cell, type Table } from './format.js';

const PARTS = [
  ['parameters', 'parametersGB'],
  ['gradients', 'gradientsGB'],
  ['optimizer', 'optimizerGB'],
  ['activations', 'activationsGB'],
  ['buffers', 'buffersGB'],
  ['allocator', 'allocatorGB'],
  ['context', 'contextGB'],
  ['total', 'totalGB'],
] as const satisfies readonly (readonly [string, keyof RankMemory])[];

export function memoryTable({ memory }: ExperimentResult): Table {
  const ranks = memory['ranks'] as readonly RankMemory[];
  const isOffloaded = ranks[0]?.hostGB !== undefined;
  const deviceGB = memory['deviceGB'] as number;
  const groups = new Map<string, { readonly of: RankMemory; readonly ranks: number[] }>();
  for (const rank of ranks) {
    const key = [...PARTS.map(([, part]) => rank[part]), rank.hostGB ?? 0]
      .map((part) => part.toFixed(3))
      .join(' ');
    const group = groups.get(key) ?? { of: rank, ranks: [] };
    group.ranks.push(rank.rank);
    groups.set(key, group);
  }
  return {
    title: `Memory of a pipeline rank at its fullest (GB, of ${deviceGB})`,
    columns: ['ranks', ...PARTS.map(([name]) => name), ...(isOffloaded ? ['in the host'] : [])],
    rows: [...groups.values()].map(({ of, ranks: alike }): readonly Cell[] => [
      spans(alike),
      ...PARTS.map(([, part]) => of[part]),
      ...(of.hostGB === undefined ? [] : [of.hostGB]),
    ]),
  };
}

/** `0, 3-5`. */
export function spans(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
