/** Where pipeline ranks wait and what they hold: the bubble, and the memory that pays for it. */
import { type ExperimentResult } from '@railyard/experiments';
import { type RankMemory } from '@railyard/parallelism';
import { type Cell, type Table } from './format.js';
import { spans } from './memory-table.js';

interface RankTime {
  readonly rank: number;
  readonly bubbleS: number;
}

/** Longer tables show of neighbouring ranks the fullest. */
const MOST_LINES = 32;
/** Figures that differ in what is not printed are equal. */
const PRINTED = 5;

interface Line {
  readonly ranks: readonly number[];
  readonly bubbleS: number;
  readonly memory: RankMemory | undefined;
}

/** Ranks of one data-parallel replica, which are alike in all; those with equal figures in one line. */
export function rankTable({ breakdown, memory, metrics }: ExperimentResult): Table {
  const times = breakdown['ranks'] as readonly RankTime[];
  const held = new Map((memory['ranks'] as readonly RankMemory[]).map((rank) => [rank.rank, rank]));
  const deviceGB = memory['deviceGB'] as number;
  const lines = grouped(
    times.map(({ rank, bubbleS }) => ({ ranks: [rank], bubbleS, memory: held.get(rank) })),
  );
  const of = Math.ceil(lines.length / MOST_LINES);
  const shown = of === 1 ? lines : fullest(lines, of);
  return {
    title:
      'Pipeline ranks: the bubble in a step, and memory at its fullest' +
      (of === 1 ? '' : `; of every ${of} neighbours the fullest`),
    columns: ['ranks', 'bubble (s)', 'of step (%)', 'memory (GB)', 'free (GB)', 'in flight'],
    rows: shown.map(({ ranks, bubbleS, memory: holds }): readonly Cell[] => [
      spans(ranks),
      bubbleS,
      (100 * bubbleS) / metrics.stepTimeS,
      holds?.totalGB,
      holds === undefined ? undefined : deviceGB - holds.totalGB,
      holds?.inFlight,
    ]),
  };
}

function grouped(lines: readonly Line[]): readonly Line[] {
  const groups = new Map<string, Line>();
  for (const line of lines) {
    const { bubbleS, memory } = line;
    const figures = [bubbleS, memory?.totalGB ?? NaN].map((value) => value.toPrecision(PRINTED));
    const key = [...figures, memory?.inFlight].join(' ');
    const group = groups.get(key);
    groups.set(key, group === undefined ? line : { ...group, ranks: [...group.ranks, ...line.ranks] });
  }
  return [...groups.values()];
}

function fullest(lines: readonly Line[], of: number): readonly Line[] {
  const chunks = Array.from({ length: Math.ceil(lines.length / of) }, (_, i) =>
    lines.slice(i * of, (i + 1) * of),
  );
  return chunks.map((chunk) =>
    chunk.reduce((full, line) => ((line.memory?.totalGB ?? 0) > (full.memory?.totalGB ?? 0) ? line : full)),
  );
}
