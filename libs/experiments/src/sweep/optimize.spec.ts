import { prepareSweep, runExperiment, searchBest } from '../index.js';
import { stepLowerBoundS } from './lower-bound.js';

// Hundreds of cases on a machine that may be busy.
jest.setTimeout(60_000);

/** A small model on four nodes: every layout can be run. */
const search = (rest: object = {}): unknown => ({
  apiVersion: 'railyard/v1', kind: 'Sweep', method: 'optimize',
  cluster: { preset: 'h800-2048-mpft', nodes: 4 },
  workload: {
    preset: 'deepseek-v3', batch: { globalSequences: 512 },
    model: { layers: 16, moe: { routedExperts: 64, groups: 8, topGroups: 4, topK: 6 } },
  },
  parameters: {
    'workload.parallelism.tensor': { values: [1, 2, 8] },
    'workload.parallelism.expert': { values: [8, 16, 32] },
    'workload.recompute': { values: ['selective', 'full'] },
    'workload.batch.microBatchSequences': { values: [1] },
  },
  ...rest,
});

describe('the search for the best layout', () => {
  const prepared = prepareSweep(search());
  const all = prepared.runs.map((run) => ({ id: run.prepared.id, metrics: runExperiment(run.prepared).metrics }));

  it('opens the axes that the document leaves open', () => {
    expect(Object.keys(prepared.runs[0]!.parameters)).toEqual(expect.arrayContaining(['workload.parallelism.pipeline', 'workload.schedule.name']));
    expect(prepared.runs.length).toBeGreaterThan(30);
    expect(prepared.runs.length + prepared.infeasible.length + prepared.duplicates).toBe(prepared.size);
  });

  it('has a bound that no run beats', () => {
    prepared.runs.forEach((run, index) => {
      const { cluster, workload } = run.prepared.document;
      expect(stepLowerBoundS(cluster, workload)).toBeLessThanOrEqual(all[index]!.metrics.stepTimeS);
    });
  });

  it('finds the best of the whole grid without running all of it', () => {
    const most = Math.max(...all.map(({ metrics }) => metrics.tokensPerDayB));
    const { runs, pruned } = searchBest(prepared, (run) => runExperiment(run.prepared).metrics);
    expect(runs[0]!.metrics.tokensPerDayB).toBe(most);
    expect(runs.length + pruned.length).toBe(prepared.runs.length);
    expect(pruned.length).toBeGreaterThan(0);
    for (const { bound } of pruned) expect(bound).toBeLessThanOrEqual(most);
  });

  it('minimizes the step just so, and runs everything for an objective without a bound', () => {
    const byTime = searchBest(prepareSweep(search({ objective: { metric: 'stepTimeS', goal: 'minimize' } })), (run) => all.find(({ id }) => id === run.prepared.id)!.metrics);
    expect(byTime.runs[0]!.metrics.stepTimeS).toBe(Math.min(...all.map(({ metrics }) => metrics.stepTimeS)));
    const byMemory = searchBest(prepareSweep(search({ objective: { metric: 'peakMemoryGB', goal: 'minimize' } })), (run) => all.find(({ id }) => id === run.prepared.id)!.metrics);
    expect(byMemory.pruned).toEqual([]);
    expect(byMemory.runs[0]!.metrics.peakMemoryGB).toBe(Math.min(...all.map(({ metrics }) => metrics.peakMemoryGB)));
  });
});
