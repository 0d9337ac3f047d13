import { prepareSweep, type RunMetrics } from '@railyard/experiments';
import { sweepAnswer } from './sweep-answer.js';

const INTERVAL = 'replay.recovery.checkpointIntervalS';

/** A sweep of which the shortest interval is the best. */
function answered(recovery: object): ReturnType<typeof sweepAnswer> {
  const sweep = prepareSweep({
    apiVersion: 'railyard/v1',
    kind: 'Sweep',
    cluster: { preset: 'h800-2048-mpft', nodes: 2, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
    workload: { preset: 'llama3-8b' },
    replay: { replicas: 2, horizon: { days: 1 }, recovery },
    parameters: { [INTERVAL]: { values: [60, 3600] } },
  });
  const runs = sweep.runs.map(({ prepared: { id }, parameters }) => {
    const goodput = parameters[INTERVAL] === 60 ? 0.9 : 0.8;
    return { id, parameters, metrics: { goodput, ettr: 0.95 } as RunMetrics };
  });
  return sweepAnswer(sweep, { runs });
}

describe('the answer of a sweep over days', () => {
  it('ranks by goodput, with ETTR alongside it', () => {
    const { tables, data, notes } = answered({});
    expect(tables[0]!.columns.slice(1)).toEqual([INTERVAL, 'goodput', 'ettr']);
    expect(tables[0]!.rows.map((row) => row.slice(1))).toEqual([
      [60, 0.9, 0.95],
      [3600, 0.8, 0.95],
    ]);
    expect(data).not.toHaveProperty('warnings');
    expect(notes!.join()).not.toContain('Warning');
  });

  it('says of the best point when it cannot roll back what it finds', () => {
    const { data, notes } = answered({ retainedCheckpoints: 300 });
    const { best, warnings } = data as { best: string[]; warnings: { run: string; code: string }[] };
    expect(warnings.map(({ run, code }) => [run, code])).toEqual([[best[0], 'retention-too-short']]);
    expect(notes!.find((note) => note.startsWith('Warning'))).toContain(best[0]!.slice(0, 12));
  });
});
