import fc from 'fast-check';
import { type InvalidDocumentError, type Issue } from '@railyard/base';
import {
  bestRuns,
  paretoFront,
  type PreparedSweep,
  prepareExperiment,
  prepareSweep,
  type ScoredRun,
  sweepIssues,
} from '../index.js';

// Hundreds of cases on a machine that may be busy.
jest.setTimeout(60_000);

const sweep = (rest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  preset: 'deepseek-v3-mpft',
  ...rest,
});

const parametersOf = (prepared: PreparedSweep): readonly unknown[] =>
  prepared.runs.map((run) => run.parameters);

const PIPELINE = 'workload.parallelism.pipeline';
const NIC = 'cluster.nic.bandwidthGBps';

describe('a grid', () => {
  it('is every combination, the first parameter slowest', () => {
    const prepared = prepareSweep(
      sweep({ parameters: { [PIPELINE]: { values: [32, 16] }, [NIC]: { values: [25, 50] } } }),
    );
    expect(prepared).toMatchObject({ size: 4, duplicates: 0, infeasible: [] });
    expect(parametersOf(prepared)).toEqual([
      { [PIPELINE]: 32, [NIC]: 25 },
      { [PIPELINE]: 32, [NIC]: 50 },
      { [PIPELINE]: 16, [NIC]: 25 },
      { [PIPELINE]: 16, [NIC]: 50 },
    ]);
  });

  it('divides a range in steps, whole where the field is whole', () => {
    const prepared = prepareSweep(
      sweep({
        parameters: {
          'workload.communication.sms': { min: 0, max: 40, steps: 5 },
          [NIC]: { min: 12.5, max: 50, steps: 3, scale: 'log' },
        },
      }),
    );
    expect(new Set(prepared.runs.map((run) => run.parameters['workload.communication.sms']))).toEqual(
      new Set([0, 10, 20, 30, 40]),
    );
    expect(prepared.runs.slice(0, 3).map((run) => run.parameters[NIC])).toEqual([12.5, 25, 50]);
    const decades = { parameters: { [NIC]: { min: 6.25, max: 400, steps: 7, scale: 'log' } } };
    expect(prepareSweep(sweep(decades)).runs.map((run) => run.parameters[NIC])).toEqual([
      6.25, 12.5, 25, 50, 100, 200, 400,
    ]);
  });

  it('removes duplicates by document, and keeps infeasible points with their issues', () => {
    const prepared = prepareSweep(
      sweep({
        parameters: {
          [PIPELINE]: { values: [16, 16, 24] },
          'cluster.preset': { values: ['h800-2048-mpft', 'h800-2048-mrft'] },
        },
      }),
    );
    expect(prepared).toMatchObject({ size: 6, duplicates: 2 });
    expect(prepared.infeasible).toHaveLength(2);
    expect(prepared.infeasible[0]).toMatchObject({
      parameters: { [PIPELINE]: 24 },
      issues: [{ path: '/workload/parallelism/pipeline', code: 'does-not-divide' }],
    });
    expect(prepared.runs.map((run) => run.prepared.document.cluster.name)).toEqual([
      'h800-2048-mpft',
      'h800-2048-mrft',
    ]);
  });

  it('gives a point the id of the same experiment written alone', () => {
    const prepared = prepareSweep(sweep({ parameters: { [PIPELINE]: { values: [32] } } }));
    const alone = prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      preset: 'deepseek-v3-mpft',
      workload: { parallelism: { pipeline: 32 } },
    });
    expect(prepared.runs[0]!.prepared).toEqual(alone);
  });
});

describe('other methods', () => {
  it('takes listed points as they are', () => {
    const points = [{ [PIPELINE]: 32 }, { [NIC]: 25 }];
    expect(parametersOf(prepareSweep(sweep({ method: 'list', points })))).toEqual(points);
  });

  it('draws the same points from the same seed, and others from another', () => {
    const random = (seed: number): readonly unknown[] =>
      parametersOf(
        prepareSweep(
          sweep({ method: 'random', samples: 20, seed, parameters: { [NIC]: { min: 10, max: 50 } } }),
        ),
      );
    expect(random(1)).toEqual(random(1));
    expect(random(1)).not.toEqual(random(2));
  });

  it('does not change one axis when another is added', () => {
    const nics = (more: object): readonly unknown[] =>
      prepareSweep(
        sweep({ method: 'random', samples: 5, parameters: { [NIC]: { min: 10, max: 50 }, ...more } }),
      ).runs.map((run) => run.parameters[NIC]);
    expect(nics({ seed: { min: 1, max: 1000 } })).toEqual(nics({}));
  });

  it('meets every stratum of a Latin hypercube once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 1000 }), (samples, seed) => {
        const prepared = prepareSweep(
          sweep({ method: 'latin-hypercube', samples, seed, parameters: { [NIC]: { min: 10, max: 50 } } }),
        );
        const strata = prepared.runs
          .map((run) => Math.floor((((run.parameters[NIC] as number) - 10) / 40) * samples))
          .sort((a, b) => a - b);
        expect(strata).toEqual(Array.from({ length: samples }, (_, i) => i));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a mistake in a sweep', () => {
  const codes = (rest: Readonly<Record<string, unknown>>): readonly string[] => {
    try {
      prepareSweep(sweep(rest));
      return [];
    } catch (error) {
      return (error as InvalidDocumentError).issues.map((issue: Issue) => `${issue.path} ${issue.code}`);
    }
  };
  const at = `/parameters/${PIPELINE}`;

  it.each([
    [
      'a path that is not there',
      { parameters: { 'workload.paralelism.pipeline': { values: [1] } } },
      '/parameters/workload.paralelism.pipeline unknown-key',
    ],
    [
      'a key that cannot be swept',
      { parameters: { kind: { values: ['Cluster'] } } },
      '/parameters/kind not-allowed',
    ],
    ['nothing to sweep', {}, '/parameters missing-key'],
    ['a range without an end', { parameters: { [PIPELINE]: { min: 1 } } }, `${at} missing-key`],
    [
      'a range upside down',
      { parameters: { [PIPELINE]: { min: 8, max: 2, steps: 2 } } },
      `${at}/max too-small`,
    ],
    [
      'a logarithm of zero',
      { parameters: { [PIPELINE]: { min: 0, max: 2, steps: 2, scale: 'log' } } },
      `${at}/min too-small`,
    ],
    [
      'a range of words',
      { parameters: { 'cluster.routing': { min: 0, max: 2, steps: 2 } } },
      '/parameters/cluster.routing wrong-type',
    ],
    [
      'a grid range without steps',
      { parameters: { [PIPELINE]: { min: 1, max: 8 } } },
      `${at}/steps missing-key`,
    ],
    [
      'values and a range',
      { parameters: { [PIPELINE]: { values: [1], min: 1, max: 8 } } },
      `${at} ambiguous`,
    ],
    ['no samples', { method: 'random', parameters: { [PIPELINE]: { values: [1] } } }, '/samples missing-key'],
    [
      'samples of a grid',
      { samples: 3, parameters: { [PIPELINE]: { values: [1] } } },
      '/samples not-allowed',
    ],
    ['no points', { method: 'list' }, '/points missing-key'],
    [
      'points of a grid',
      { points: [{ seed: 1 }], parameters: { [PIPELINE]: { values: [1] } } },
      '/points not-allowed',
    ],
    ['a point with an unknown path', { method: 'list', points: [{ sed: 1 }] }, '/points/0/sed unknown-key'],
    [
      'one path within another',
      { parameters: { 'cluster.nic': { values: [{ bandwidthGBps: 25 }] }, [NIC]: { values: [50] } } },
      `/parameters/${NIC} overlapping`,
    ],
    [
      'too many points',
      { limits: { runs: 10 }, parameters: { seed: { min: 1, max: 100, steps: 100 } } },
      '/limits/runs too-many-points',
    ],
    [
      'an unknown metric',
      { objective: { metric: 'mfu' }, parameters: { [PIPELINE]: { values: [1] } } },
      '/objective/metric not-allowed',
    ],
    [
      'a base that is wrong',
      { cluster: { nodes: 0 }, parameters: { [PIPELINE]: { values: [1] } } },
      '/cluster/nodes too-small',
    ],
  ])('%s', (_name, rest, expected) => {
    expect(codes(rest)).toEqual([expected]);
    expect(sweepIssues(sweep(rest))).toHaveLength(1);
  });
});

describe('the best of a sweep', () => {
  const run = (id: string, mfuCausal: number, peakMemoryGB: number): ScoredRun => ({
    id,
    metrics: { mfuCausal, peakMemoryGB } as ScoredRun['metrics'],
  });
  const faster = { metric: 'mfuCausal', goal: 'maximize' } as const;
  const smaller = { metric: 'peakMemoryGB', goal: 'minimize' } as const;

  it('ranks by the objective, equal runs by id', () => {
    const runs = [run('b', 0.4, 70), run('a', 0.4, 60), run('c', 0.3, 50)];
    expect(bestRuns(runs, faster, 2).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(bestRuns(runs, smaller, 1).map(({ id }) => id)).toEqual(['c']);
  });

  it('keeps on the front what nothing dominates (against the definition)', () => {
    const anyRun = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 30 }), (pairs) => {
        const runs = pairs.map(([mfu, memory], i) => run(String(i).padStart(2, '0'), mfu, memory));
        const beats = (a: ScoredRun, b: ScoredRun): boolean =>
          a.metrics.mfuCausal >= b.metrics.mfuCausal &&
          a.metrics.peakMemoryGB <= b.metrics.peakMemoryGB &&
          (a.metrics.mfuCausal > b.metrics.mfuCausal || a.metrics.peakMemoryGB < b.metrics.peakMemoryGB);
        const expected = runs
          .filter((candidate) => !runs.some((other) => beats(other, candidate)))
          .map(({ id }) => id)
          .sort();
        expect(
          paretoFront(runs, [faster, smaller])
            .map(({ id }) => id)
            .sort(),
        ).toEqual(expected);
      }),
    );
  });

  it('is empty without objectives', () => expect(paretoFront([run('a', 1, 1)], [])).toEqual([]));
});
