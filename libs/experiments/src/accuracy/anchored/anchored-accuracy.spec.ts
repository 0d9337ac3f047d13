import { type RunAccuracyRow } from '../runs/index.js';
import { anchoredAccuracy } from './anchored-accuracy.js';

const row = (id: string, gpus: number, measured: number, twin: number): RunAccuracyRow => ({
  id,
  source: 'paper',
  device: 'a100',
  model: 'gpt',
  gpus,
  status: 'judged',
  measured,
  twin,
  errorPct: 100 * (twin / measured - 1),
  memoryErrorPct: null,
  peerErrorPct: null,
  grade: 'exact',
  why: '',
  column: 'step_time_s',
  components: { kernels: twin, communication: 0, optimizer: 0 },
  traits: { device: 'a100', isDense: true, tensor: 1, tokens: 2048, job: id },
});

describe('anchored accuracy', () => {
  it('projects every job of a source and model from its smallest', () => {
    const rows = [row('big', 64, 13, 10), row('small', 8, 6.5, 5), row('middle', 16, 14, 10)];
    const other = { ...row('alone', 8, 2, 1), model: 'llama' };
    const { summary, rows: pairs } = anchoredAccuracy([...rows, other]);
    expect(pairs.map(({ id, anchor }) => [id, anchor])).toEqual([
      ['middle', 'small'],
      ['big', 'small'],
    ]);
    // Both are 1.3 times as slow as computed; what is left is what the anchor may have alone.
    expect(pairs[1]?.errorPct).toBeLessThan(0);
    expect(pairs[1]?.errorPct).toBeGreaterThan(-4);
    expect(pairs[0]?.errorPct).toBeLessThan(100 * (13 / 14 - 1));
    expect(summary).toMatchObject({ rows: 2, expressible: 2, exact: 2 });
    expect(pairs[1]?.unanchoredPct).toBeCloseTo(100 * (10 / 13 - 1), 9);
    expect(pairs[1]?.ratioPct).toBeCloseTo(0, 9);
    // 13 is in its band, 14 of the other one is not, nor is 100.
    const far = row('far', 64, 100, 10);
    const outside = anchoredAccuracy([...rows, far]).summary.coveredPct ?? NaN;
    expect([summary.coveredPct, outside]).toEqual([50, 100 / 3]);
  });

  it('leaves out rows without a step', () => {
    const left: RunAccuracyRow = { ...row('none', 8, 1, 1), status: 'left-out' };
    expect(anchoredAccuracy([left, row('one', 8, 1, 1)]).rows).toEqual([]);
  });
});
