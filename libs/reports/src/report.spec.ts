import { allWithin, countInputs, inputsLine, mergeInputs, reportRow, rowVerdict } from './report.js';

const base = { name: 'n', unit: 's', case: 'c' };

describe('reportRow', () => {
  it('gives the difference in per cent of the paper', () => {
    expect(reportRow({ ...base, paper: 2, twin: 2.1 }).errorPct).toBeCloseTo(5, 9);
    expect(reportRow({ ...base, paper: 2, twin: 1.9 }).errorPct).toBeCloseTo(-5, 9);
    expect(reportRow({ ...base, paper: null, twin: 1 }).errorPct).toBeNull();
    expect(reportRow({ ...base, paper: 0, twin: 0 }).errorPct).toBe(0);
    expect(reportRow({ ...base, paper: 0, twin: 1 }).errorPct).toBeNull();
    expect(reportRow({ ...base, paper: 0.3, twin: 0.1 + 0.2 }).errorPct).toBe(0);
  });

  it('is judged by its tolerance alone', () => {
    const judged = (twin: number, tolerancePct?: number) =>
      rowVerdict(
        reportRow({ ...base, paper: 100, twin, ...(tolerancePct === undefined ? {} : { tolerancePct }) }),
      );
    expect([
      judged(102, 2),
      judged(102.1, 2),
      judged(97.9, 2),
      judged(150),
      judged(Number.NaN, 2),
      judged(100, 0),
    ]).toEqual(['within', 'outside', 'outside', 'not judged', 'outside', 'within']);
    expect(allWithin([reportRow({ ...base, paper: 1, twin: 9 })])).toBe(true);
  });
});

describe('inputs', () => {
  const input = (name: string, value: number, provenance: 'fitted' | 'assumed') => ({
    name,
    value,
    unit: '',
    provenance,
    source: 's',
  });

  it('are counted, the fitted ones named', () => {
    const list = [input('a', 1, 'fitted'), input('b', 2, 'assumed')];
    expect(countInputs(list).fitted).toEqual(['a']);
    expect(inputsLine(list)).toBe(
      'Inputs: published 0, measured 0, derived 0, fitted 1, assumed 1. Fitted: a.',
    );
  });

  it('merge by name and value', () => {
    expect(
      mergeInputs([input('a', 1, 'fitted')], [input('a', 1, 'fitted'), input('a', 2, 'fitted')]),
    ).toHaveLength(2);
  });
});
