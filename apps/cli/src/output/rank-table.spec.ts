import { type ExperimentResult } from '@railyard/experiments';
import { rankTable } from './rank-table.js';

const result = (ranks: readonly { readonly bubbleS: number; readonly totalGB: number }[]): ExperimentResult =>
  ({
    metrics: { stepTimeS: 10 },
    breakdown: { ranks: ranks.map(({ bubbleS }, rank) => ({ rank, bubbleS })) },
    memory: { deviceGB: 80, ranks: ranks.map(({ totalGB }, rank) => ({ rank, totalGB, inFlight: 2 })) },
  }) as unknown as ExperimentResult;

it('has one line for ranks with equal figures', () => {
  const { columns, rows } = rankTable(
    result([1, 2, 1, 1].map((bubbleS) => ({ bubbleS, totalGB: 40.00001 * bubbleS }))),
  );
  expect(columns[0]).toBe('ranks');
  expect(rows.map(([ranks, bubbleS]) => [ranks, bubbleS])).toEqual([
    ['0, 2-3', 1],
    ['1', 2],
  ]);
});

it('shows of 512 ranks that all differ the fullest of neighbours, on few lines', () => {
  const { title, rows } = rankTable(
    result(Array.from({ length: 512 }, (_, rank) => ({ bubbleS: 1 + rank / 1000, totalGB: 70 - rank / 10 }))),
  );
  expect(title).toContain('of every 16 neighbours the fullest');
  expect(rows).toHaveLength(32);
  expect([rows[0]?.[0], rows[1]?.[0]]).toEqual(['0', '16']);
});
