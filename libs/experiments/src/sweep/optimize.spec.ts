import { type Issue } from '@railyard/base';
import {
  type PreparedSweep,
  type SweepPoint,
  metricsOf,
  prepareExperiment,
  prepareSweep,
  runExperiment,
  searchBest,
  validateDocument,
} from '../index.js';
import { assign, memoryOf } from '../documents/index.js';
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
    'workload.recomputeModules': { values: [null] },
    'workload.parallelism.zeroStage': { values: [1] },
    'workload.schedule.name': { values: ['1f1b', 'zb1p', 'zb-v', 'dualpipe', 'dualpipe-v'] },
    'workload.batch.microBatchSequences': { values: [1] },
  },
  ...rest,
});

const writtenAs = (parallelism: object): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  ...layout(parallelism),
});

const { drawnPath, firstGroup } = StepBound.prototype;

describe('the search for the best layout', () => {
  const prepared = prepareSweep(search());
  const all = prepared.runs.map((run) => ({
    id: run.prepared.id,
    metrics: metricsOf(run.prepared),
  }));

  it('opens the axes that the document leaves open', () => {
    expect(Object.keys(prepared.runs[0]!.parameters)).toEqual(
      expect.arrayContaining(['workload.parallelism.pipeline', 'workload.schedule.name']),
    );
    expect(prepared.runs.length).toBeGreaterThan(30);
    expect(prepared.runs.length + prepared.infeasible.length + prepared.duplicates).toBe(prepared.size);
  });

  const knownMetrics = (run: { readonly prepared: { readonly id: string } }) =>
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

  it('has bounds in closed form, each none above a closer one, and not far below', () => {
    const bound = new StepBound();
    const shares = prepared.runs.map(({ least, prepared: { document } }) => ({
      table: least!.seconds / bound.wire(document),
      wire: bound.wire(document) / bound.floor(document),
      floor: bound.floor(document) / bound.seconds(document),
    }));
    const of = (name: 'table' | 'wire' | 'floor') => shares.map((share) => share[name]);
    expect(Math.max(...of('table'), ...of('wire'), ...of('floor'))).toBeLessThan(1 + 1e-8);
    expect(Math.min(...of('floor'))).toBeGreaterThan(0.6);
    expect(Math.min(...of('wire'))).toBeGreaterThan(0.5);
    expect(Math.min(...of('table'))).toBeGreaterThan(0.2);
  });

  it('lets a layout run by the memory that its result has', () => {
    prepared.runs.forEach(({ prepared: { document } }, index) => {
      const { cluster, workload } = document;
      expect(memoryOf(cluster, workload).peakGB).toBe(all[index]!.metrics.peakMemoryGB);
    });
  });

  it('checks layouts as their documents would be, but for advice on memory', () => {
    const base = { apiVersion: 'railyard/v1', kind: 'Experiment', ...layout({}) };
    const documentOf = (parameters: SweepPoint): unknown =>
      assign(
        base,
        Object.entries(parameters).map(([path, value]) => ({ path, value })),
      );
    const facts = (issues: readonly Issue[]) =>
      issues.map(({ path, code, message }) => ({ path, code, message }));
    for (const { parameters, prepared: layout } of prepared.runs) {
      const { document, id } = prepareExperiment(documentOf(parameters));
      expect(layout.document).toEqual(document);
      expect(layout.id).toBe(id);
    }
    for (const { parameters, issues } of prepared.infeasible) {
      // What arithmetic alone refuses breaks a rule too.
      expect(issues).not.toEqual([]);
      expect(facts(issues)).toEqual(
        facts(validateDocument(documentOf(parameters)).issues.filter(({ code }) => code !== 'missing-key')),
      );
    }
    expect(
      new Set(prepared.infeasible.flatMap(({ issues }) => issues.map(({ code }) => code))).size,
    ).toBeGreaterThan(2);
  });

  it('runs points for their metrics alone, which are those of a full run', () => {
    const { prepared: one } = prepared.runs[0]!;
    expect(metricsOf(one)).toEqual(runExperiment(one).metrics);
  });

  it('finds the best of the whole grid without running all of it', () => {
    const most = Math.max(...all.map(({ metrics }) => metrics.tokensPerDayB));
    const { runs, pruned } = searchBest(prepared, knownMetrics);
    expect(runs[0]!.metrics.tokensPerDayB).toBe(most);
    expect(runs.length + pruned.length).toBe(prepared.runs.length);
    expect(pruned.length).toBeGreaterThan(0);
    for (const { bound } of pruned) expect(bound).toBeLessThanOrEqual(most);
    const best = all.map(({ metrics }) => metrics.stepTimeS).sort((a, b) => a - b);
    expect(runs.slice(0, 6).map(({ metrics }) => metrics.stepTimeS)).toEqual(best.slice(0, 6));
  });

  it('says where runs lose time to the best, and by which bound others do', () => {
    const { runs, pruned } = searchBest(prepared, knownMetrics);
    const [winner] = runs;
    for (const { behind, metrics } of runs) {
      const more = metrics.stepTimeS - winner!.metrics.stepTimeS;
      expect(Object.values(behind).reduce((sum, part) => sum + part, 0)).toBeCloseTo(more, 9);
      expect(behind.bubbleS).toBe(metrics.bubbleS - winner!.metrics.bubbleS);
    }
    const bound = new StepBound();
    for (const point of pruned) {
      const { least, prepared: own } = prepared.runs.find((run) => run.prepared.id === point.id)!;
      const { document } = own;
      const { batch } = document.workload;
      const seconds = ((batch.globalSequences * batch.sequenceLength) / point.bound) * 86_400e-9;
      const of = {
        work: [least!.seconds, bound.wire(document), bound.floor(document)],
        schedule: [bound.seconds(document)],
        routing: [
          bound.drawnPath(document)!,
          bound.drawnPathAndOptimizer(document)!,
          bound.firstGroup(document)!,
        ],
      };
      expect(of[point.by].some((time) => Math.abs(time / seconds - 1) < 1e-9)).toBe(true);
    }
    expect(new Set(pruned.map(({ by }) => by)).size).toBeGreaterThan(1);
  });

  it('has a bound by one expert group that no run beats, and that is above that of balanced routing', () => {
    const bound = new StepBound();
    prepared.runs.forEach(({ prepared: { document } }, index) => {
      if (index % 5 !== 0) return;
      const seconds = bound.firstGroup(document)!;
      expect(seconds).toBeLessThanOrEqual(all[index]!.metrics.stepTimeS);
      expect(seconds).toBeGreaterThan(bound.seconds(document));
    });
  });

  it('has a bound by one path of that group, with loads and the optimizer, little below it', () => {
    const bound = new StepBound();
    const shares = prepared.runs
      .filter((_, index) => index % 5 === 0)
      .map(({ prepared: { document } }) => {
        const whole = bound.firstGroup(document)!;
        const path = bound.drawnPath(document)!;
        return { path: path / whole, both: bound.drawnPathAndOptimizer(document)! / whole };
      });
    for (const { path, both } of shares) expect(path).toBeLessThan(both);
    expect(Math.max(...shares.map(({ both }) => both))).toBeLessThanOrEqual(1);
    expect(Math.min(...shares.map(({ both }) => both))).toBeGreaterThan(0.9);
  });

  it('runs the first group of few points: of most that routing settles one path says enough', () => {
    const asked = { path: 0, group: 0 };
    const spies = [
      jest.spyOn(StepBound.prototype, 'drawnPath').mockImplementation(function (this: StepBound, document) {
        asked.path += 1;
        return drawnPath.call(this, document);
      }),
      jest.spyOn(StepBound.prototype, 'firstGroup').mockImplementation(function (this: StepBound, document) {
        asked.group += 1;
        return firstGroup.call(this, document);
      }),
    ];
    const { runs } = searchBest(prepared, knownMetrics);
    for (const spy of spies) spy.mockRestore();
    expect(asked.group).toBeGreaterThanOrEqual(runs.length);
    expect(asked.group).toBeLessThan(asked.path);
  });

  it.each([
    ['near the front', { pipeline: 4, tensor: 1, expert: 8 }],
    ['elsewhere', { pipeline: 2, tensor: 2, expert: 16 }],
    ['far behind', { pipeline: 4, tensor: 8, expert: 8 }],
  ])('ranks the layout as written among all that can run: %s', (_where, parallelism) => {
    const sweep = prepareSweep(search({}, parallelism));
    const { reference, runs } = searchBest(sweep, knownMetrics);
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

  it('ranks a layout that is no point of the grid alongside it, and none that cannot run', () => {
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
    const { reference } = searchBest(sweep, (run) => metricsOf(run.prepared));
    expect(reference).toMatchObject({
      of: sweep.runs.length + 1,
      parameters: { 'workload.parallelism.expert': 8 },
    });
    expect(prepared.reference).toMatchObject({
      parameters: {},
      issues: [{ path: expect.stringContaining('/workload/parallelism') }],
    });
    expect(searchBest(prepared, knownMetrics).reference).toBeUndefined();
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
    // Every point is as fast as its bound, so the first six end the search; the layout as written is slower
    // than all of them.
    const { runs, pruned, reference } = searchBest(sweep, (run) => ({
      ...all[0]!.metrics,
      stepTimeS: run === sweep.reference ? 2 * bound : bound,
    }));
    expect([runs.length, pruned.length]).toEqual([206, 94]);
    expect(reference).toMatchObject({ rank: 207, rankAtMost: 301, of: 301 });
  });

  it('minimizes the step just so, and runs everything for an objective without a bound', () => {
    const byTime = searchBest(
      prepareSweep(search({ objective: { metric: 'stepTimeS', goal: 'minimize' } })),
      knownMetrics,
    );
    expect(byTime.runs[0]!.metrics.stepTimeS).toBe(Math.min(...all.map(({ metrics }) => metrics.stepTimeS)));
    const byMemory = searchBest(
      prepareSweep(search({ objective: { metric: 'peakMemoryGB', goal: 'minimize' } })),
      knownMetrics,
    );
    expect(byMemory.pruned).toEqual([]);
    expect(byMemory.runs[0]!.metrics.peakMemoryGB).toBe(
      Math.min(...all.map(({ metrics }) => metrics.peakMemoryGB)),
    );
  });
});

describe('the space of a search', () => {
  const long = (parameters: object = {}): unknown => ({
    apiVersion: 'railyard/v1',
    kind: 'Sweep',
    method: 'optimize',
    cluster: { preset: 'h800-2048-mpft', nodes: 4 },
    workload: {
      preset: 'llama3-8b',
      batch: { sequenceLength: 32_768, globalSequences: 64 },
      recompute: 'selective',
    },
    parameters: {
      'workload.recompute': { values: ['selective'] },
      'workload.batch.microBatchSequences': { values: [1] },
      'workload.parallelism.tensor': { values: [1, 2] },
      ...parameters,
    },
  });
  const values = (sweep: PreparedSweep, path: string) =>
    [...new Set(sweep.runs.map(({ parameters }) => parameters[path]))].sort();

  it('shares sequences and weights, and interleaves stages', () => {
    const sweep = prepareSweep(long());
    expect(values(sweep, 'workload.parallelism.context')).toEqual([1, 2, 4]);
    expect(values(sweep, 'workload.parallelism.zeroStage')).toEqual([1, 3]);
    expect(values(sweep, 'workload.schedule.chunksPerDevice')).toEqual([2, 4, undefined]);
    for (const { parameters, prepared } of sweep.runs) {
      const { name, chunksPerDevice } = prepared.document.workload.schedule;
      expect(parameters['workload.schedule.chunksPerDevice']).toBe(
        name === 'interleaved' ? chunksPerDevice : undefined,
      );
    }
  });

  it('counts an axis of some points once for the others', () => {
    const sweep = prepareSweep(long());
    // Tensor 2, context 3, expert 1, zeroStage 2, modules 2, pipeline 6, five schedules and one of two
    // chunks.
    expect(sweep.size).toBe(2 * 3 * 1 * 2 * 2 * 6 * (5 + 2));
    expect(sweep.runs.length + sweep.infeasible.length + sweep.duplicates).toBe(sweep.size);
  });

  it('splits wide experts, and repeats modules where recomputation is selective', () => {
    const { runs } = prepareSweep({
      ...(long() as object),
      cluster: { preset: 'h800-2048-mpft', nodes: 8 },
      workload: {
        preset: 'llama3-8b',
        model: { preset: 'mixtral-8x7b' },
        batch: { sequenceLength: 4096, globalSequences: 256 },
      },
      parameters: {
        'workload.recomputeModules': { values: [['norms'], ['moe-activation', 'norms']] },
        'workload.batch.microBatchSequences': { values: [1] },
        'workload.parallelism.expert': { values: [2] },
        'workload.parallelism.tensor': { values: [1, 2] },
      },
    });
    const of = (path: string) => new Set(runs.map(({ parameters }) => parameters[path]));
    expect(of('workload.parallelism.expertTensor')).toEqual(new Set([1, 2, 4]));
    for (const { parameters, prepared } of runs) {
      const { recompute, recomputeModules } = prepared.document.workload;
      expect(parameters['workload.recomputeModules']).toBe(recomputeModules);
      expect(recomputeModules === undefined).toBe(recompute !== 'selective');
    }
    expect(of('workload.recomputeModules').size).toBe(3);
  });

  it('repeats everything but the attention core too where recomputation is selective', () => {
    const { runs } = prepareSweep(long());
    const tried = new Set(
      runs.map(({ parameters }) => JSON.stringify(parameters['workload.recomputeModules'])),
    );
    expect(tried).toEqual(new Set(['null', '["norms","mlp"]']));
    const parameters = {
      'workload.parallelism.tensor': { values: [1] },
      'workload.schedule.name': { values: ['1f1b'] },
    };
    const widest = prepareSweep(search({ parameters })).runs.map(
      (run) => run.prepared.document.workload.recomputeModules,
    );
    const recomputeModules = widest.find((modules) => modules !== undefined);
    expect(recomputeModules).toEqual(['mla-up', 'norms', 'mlp', 'moe']);
  });

  it('tells layouts apart whose weights are sharded differently', () => {
    const { runs } = prepareSweep(
      long({
        'workload.schedule.name': { values: ['1f1b'] },
        'workload.parallelism.pipeline': { values: [1] },
      }),
    );
    const shared = new StepBound();
    for (const { prepared } of runs)
      expect(shared.seconds(prepared.document)).toBe(new StepBound().seconds(prepared.document));
  });

  it('leaves open what a wider axis of the document holds already', () => {
    const { runs } = prepareSweep(long({ 'workload.schedule': { values: [{ name: '1f1b' }] } }));
    expect(new Set(runs.map(({ prepared }) => prepared.document.workload.schedule.name))).toEqual(
      new Set(['1f1b']),
    );
  });
});
