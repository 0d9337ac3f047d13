/** Where each pipeline rank waits and what it holds: the bubble beside the memory that pays for it. */
import { type ExperimentResult } from '@railyard/experiments';
import { type RankMemory } from '@railyard/parallelism';
import { type Cell, type Table } from './format.js';

interface RankTime {
  readonly rank: number;
  readonly bubbleS: number;
}

/** One line for each rank; ranks of one data-parallel replica, which are alike in all. */
export function rankTable({ breakdown, memory, metrics }: ExperimentResult): Table {
  const times = breakdown['ranks'] as readonly RankTime[];
  const held = new Map((memory['ranks'] as readonly RankMemory[]).map((rank) => [rank.rank, rank]));
  const deviceGB = memory['deviceGB'] as number;
  return {
    title: 'Pipeline ranks: the bubble in a step, and memory at its fullest',
    columns: ['rank', 'bubble (s)', 'of step (%)', 'memory (GB)', 'free (GB)', 'in flight'],
    rows: times.map(({ rank, bubbleS }): readonly Cell[] => {
      const holds = held.get(rank);
      return [
        rank,
        bubbleS,
        (100 * bubbleS) / metrics.stepTimeS,
        holds?.totalGB,
        holds === undefined ? undefined : deviceGB - holds.totalGB,
        holds?.inFlight,
      ];
    }),
  };
}
