import { type ExperimentResult } from '@railyard/experiments';
import { memoryTable, spans } from './memory-table.js';

const rank = (index: number, activationsGB: number) => ({
  rank: index,
  parametersGB: 1,
  gradientsGB: 2,
  optimizerGB: 3,
  activationsGB,
  buffersGB: 5,
  allocatorGB: 0.5,
  contextGB: 3,
  totalGB: 14.5 + activationsGB,
});

describe('memoryTable', () => {
  it('has a line for ranks that hold the same, and every part', () => {
    const memory = { deviceGB: 84.94, ranks: [rank(0, 4), rank(1, 6), rank(2, 6), rank(3, 4)] };
    const table = memoryTable({ memory } as unknown as ExperimentResult);
    expect(table.title).toContain('of 84.94');
    expect(table.rows).toEqual([
      ['0, 3', 1, 2, 3, 4, 5, 0.5, 3, 18.5],
      ['1-2', 1, 2, 3, 6, 5, 0.5, 3, 20.5],
    ]);
  });

  it('writes ranks as spans', () => {
    expect(spans([0])).toBe('0');
    expect(spans([0, 2, 3, 4, 7])).toBe('0, 2-4, 7');
  });
});
