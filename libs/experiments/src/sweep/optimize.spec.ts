import { generateSchedule, microBatchesPerPipeline, opTimes } from '@railyard/parallelism';
import { prepareExperiment, prepareSweep, runExperiment, searchBest } from '../index.js';
import { stagePlan } from '../documents/index.js';
import { balancedTimes } from './balanced-times.js';
import { StepBound } from './lower-bound.js';

// Hundreds of cases on a machine that may be busy.
jest.setTimeout(60_000);

/** A small model on four nodes: every layout can be run. */
const layout = (parallelism: object): object => ({
  cluster: { preset: 'h800-2048-mpft', nodes: 4 },
  workload: {
    preset: 'deepseek-v3',
    batch: { globalSequences: 512 },
    parallelism,
    recompute: 'full',
    schedule: { name: '1f1b' },
    model: { layers: 16, moe: { routedExperts: 64, groups: 8, topGroups: 4, topK: 6 } },
  },
});

const search = (rest: object = {}, parallelism: object = {}): unknown => ({
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  method: 'optimize',
  ...layout(parallelism),
  parameters: {
    'workload.parallelism.tensor': { values: [1, 2, 8] },
    'workload.parallelism.expert': { values: [8, 16, 32] },
    'workload.recompute': { values: ['selective', 'full'] },
    'workload.batch.microBatchSequences': { values: [1] },
  },
  ...rest,
});

const writtenAs = (parallelism: object): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  ...layout(parallelism),
});

describe('the search for the best layout', () => {
  const prepared = prepareSweep(search());
  const all = prepared.runs.map((run) => ({
    id: run.prepared.id,
    metrics: runExperiment(run.prepared).metrics,
  }));

  it('opens the axes that the document leaves open', () => {
    expect(Object.keys(prepared.runs[0]!.parameters)).toEqual(
      expect.arrayContaining(['workload.parallelism.pipeline', 'workload.schedule.name']),
    );
    expect(prepared.runs.length).toBeGreaterThan(30);
    expect(prepared.runs.length + prepared.infeasible.length + prepared.duplicates).toBe(prepared.size);
  });

  const metricsOf = (run: { readonly prepared: { readonly id: string } }) =>
    all.find(({ id }) => id === run.prepared.id)!.metrics;

  it('has a bound that no run beats, and that is not far below it', () => {
    const bound = new StepBound();
    const shares = prepared.runs.map(
      (run, index) => bound.seconds(run.prepared.document) / all[index]!.metrics.stepTimeS,
    );
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    expect(Math.min(...shares)).toBeGreaterThan(0.5);
  });

  it('has the same bound, bit for bit, whatever it priced before', () => {
    const shared = new StepBound();
    const before = prepared.runs.map((run) => shared.seconds(run.prepared.document));
    for (const index of [0, Math.floor(before.length / 2), before.length - 1]) {
      expect(new StepBound().seconds(prepared.runs[index]!.prepared.document)).toBe(before[index]);
      expect(shared.seconds(prepared.runs[index]!.prepared.document)).toBe(before[index]);
    }
  });

  it('times each kind of op on each stage once, equal to every op by itself', () => {
    for (const {
      prepared: {
        document: { cluster, workload },
      },
    } of prepared.runs.filter((_, index) => index % 7 === 0)) {
      const {
        schedule: { name, chunksPerDevice, sends },
        parallelism: { pipeline },
      } = workload;
      const schedule = generateSchedule({
        name,
        ranks: pipeline,
        microBatches: microBatchesPerPipeline(workload),
        chunksPerDevice,
        sends,
      });
      const { stages } = stagePlan(cluster, workload);
      const { durations, outputLag } = opTimes(schedule, stages, undefined);
      expect(balancedTimes(schedule, stages)).toEqual({ durations, outputLag });
    }
  });

  it('finds the best of the whole grid without running all of it', () => {
    const most = Math.max(...all.map(({ metrics }) => metrics.tokensPerDayB));
    const { runs, pruned } = searchBest(prepared, metricsOf);
    expect(runs[0]!.metrics.tokensPerDayB).toBe(most);
    expect(runs.length + pruned.length).toBe(prepared.runs.length);
    expect(pruned.length).toBeGreaterThan(0);
    for (const { bound } of pruned) expect(bound).toBeLessThanOrEqual(most);
  });

  it.each([
    ['near the front', { pipeline: 4, tensor: 1, expert: 8 }],
    ['elsewhere', { pipeline: 2, tensor: 2, expert: 16 }],
    ['far behind', { pipeline: 4, tensor: 8, expert: 8 }],
  ])('ranks the layout as written among all that can run: %s', (_where, parallelism) => {
    const sweep = prepareSweep(search({}, parallelism));
    const { reference, runs } = searchBest(sweep, metricsOf);
    const { id } = prepareExperiment(writtenAs(parallelism));
    const own = all.find((run) => run.id === id)!.metrics.stepTimeS;
    const rank = 1 + all.filter(({ metrics }) => metrics.stepTimeS < own).length;
    expect(reference).toMatchObject({
      id,
      rank,
      rankAtMost: rank,
      of: all.length,
      parameters: { 'workload.parallelism.pipeline': parallelism.pipeline },
    });
    expect(runs.map((run) => run.id)).toContain(id);
  });

  it('ranks a layout that is no point of the grid beside it, and none that cannot run', () => {
    const sweep = prepareSweep(
      search(
        {
          parameters: {
            'workload.parallelism.expert': { values: [16] },
            'workload.parallelism.tensor': { values: [1] },
          },
        },
        { pipeline: 4, tensor: 1, expert: 8 },
      ),
    );
    const { reference } = searchBest(sweep, (run) => runExperiment(run.prepared).metrics);
    expect(reference).toMatchObject({
      of: sweep.runs.length + 1,
      parameters: { 'workload.parallelism.expert': 8 },
    });
    expect(prepared.reference).toMatchObject({
      parameters: {},
      issues: [{ path: expect.stringContaining('/workload/parallelism') }],
    });
    expect(searchBest(prepared, metricsOf).reference).toBeUndefined();
  });

  it('ranks a layout far behind by a range that holds its rank', () => {
    const fixed = Object.fromEntries(
      Object.entries(prepared.runs[0]!.parameters).map(([path, value]) => [path, { values: [value] }]),
    );
    const sweep = prepareSweep(
      search(
        {
          objective: { metric: 'stepTimeS', goal: 'minimize' },
          parameters: { ...fixed, seed: { min: 2, max: 301, steps: 300 } },
        },
        { pipeline: 4, tensor: 1, expert: 8 },
      ),
    );
    const bound = new StepBound().seconds(sweep.runs[0]!.prepared.document);
    // Every point is as fast as its bound, so the first one ends the search; the layout as written is slower
    // than all of them.
    const { runs, pruned, reference } = searchBest(sweep, (run) => ({
      ...all[0]!.metrics,
      stepTimeS: run === sweep.reference ? 2 * bound : bound,
    }));
    expect([runs.length, pruned.length]).toEqual([201, 99]);
    expect(reference).toMatchObject({ rank: 202, rankAtMost: 301, of: 301 });
  });

  it('minimizes the step just so, and runs everything for an objective without a bound', () => {
    const byTime = searchBest(
      prepareSweep(search({ objective: { metric: 'stepTimeS', goal: 'minimize' } })),
      metricsOf,
    );
    expect(byTime.runs[0]!.metrics.stepTimeS).toBe(Math.min(...all.map(({ metrics }) => metrics.stepTimeS)));
    const byMemory = searchBest(
      prepareSweep(search({ objective: { metric: 'peakMemoryGB', goal: 'minimize' } })),
      metricsOf,
    );
    expect(byMemory.pruned).toEqual([]);
    expect(byMemory.runs[0]!.metrics.peakMemoryGB).toBe(
      Math.min(...all.map(({ metrics }) => metrics.peakMemoryGB)),
    );
  });
});
