import { type InvalidDocumentError, canonicalJson } from '@railyard/base';
import {
  isServingSweep,
  metricsOfAny,
  paretoFront,
  prepareAnySweep,
  prepareSweep,
  publishedSchema,
  runAny,
  tradeOff,
} from '../index.js';

const serving = {
  cluster: { preset: 'h200-8' },
  model: { preset: 'llama3-8b' },
  decode: { gpus: 1, batch: 8 },
  prefill: { gpus: 1 },
  requests: { promptTokens: 1024, outputTokens: 256 },
};
const sweep = (more: object): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  serving,
  parameters: { 'decode.batch': { values: [8, 64] } },
  ...more,
});

function issuesOf(
  document: object,
  prepare: (input: unknown) => unknown = prepareAnySweep,
): readonly string[] {
  try {
    prepare(document);
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, code }) => `${path} ${code}`);
  }
}

describe('a sweep of services', () => {
  it('makes a Serving document for each point, the first parameter slowest', () => {
    const prepared = prepareAnySweep(
      sweep({
        seed: 5,
        parameters: {
          'decode.batch': { values: [8, 64] },
          'cluster.device.preset': { values: ['h100', 'h200'] },
        },
      }),
    );
    if (!isServingSweep(prepared)) throw new Error('a sweep of services');
    expect(
      prepared.runs.map(({ prepared: { document } }) => [
        document.kind,
        document.seed,
        document.decode.batch,
        document.cluster.device.name,
      ]),
    ).toEqual([
      ['Serving', 5, 8, 'h100'],
      ['Serving', 5, 8, 'h200'],
      ['Serving', 5, 64, 'h100'],
      ['Serving', 5, 64, 'h200'],
    ]);
    expect(prepared.document.objective).toEqual({ metric: 'tokensPerSecondPerGpu', goal: 'maximize' });
  });

  it('removes duplicates, and keeps aside what cannot be served', () => {
    const { size, duplicates, infeasible, runs } = prepareAnySweep(
      sweep({ parameters: { 'decode.tensor': { values: [1, 1, 3] } } }),
    );
    expect([size, duplicates, runs.length]).toEqual([3, 1, 1]);
    expect(infeasible).toMatchObject([
      {
        parameters: { 'decode.tensor': 3 },
        issues: [{ path: '/decode/tensor' }, { path: '/decode/tensor' }],
      },
    ]);
  });

  it('has the metrics of a service by itself, the same twice', () => {
    const run = prepareAnySweep(sweep({})).runs[0]!;
    const { result, metrics } = runAny(run.prepared);
    expect(metricsOfAny(run.prepared)).toEqual(metrics);
    expect(result).toMatchObject({ id: run.prepared.id, ...metrics });
    expect(canonicalJson(runAny(prepareAnySweep(sweep({})).runs[0]!.prepared).result)).toBe(
      canonicalJson(result),
    );
  });

  it('sets what a GPU gives against the speed of a user', () => {
    const { runs, document } = prepareAnySweep(sweep({}));
    const scored = runs.map(({ prepared }) => ({ id: prepared.id, metrics: metricsOfAny(prepared) }));
    const goals = tradeOff(document.objective);
    expect(goals.map(({ metric, goal }) => [metric, goal])).toEqual([
      ['tokensPerSecondPerGpu', 'maximize'],
      ['tpotMs', 'minimize'],
    ]);
    // More sequences: more of a GPU, less for a user; neither is beaten.
    expect(paretoFront(scored, goals).map(({ id }) => id)).toEqual([scored[1]!.id, scored[0]!.id]);
    expect(tradeOff({ metric: 'tpotMs', goal: 'minimize' })[1].metric).toBe('tokensPerSecondPerGpu');
  });

  it('knows which way is better', () => {
    const goalOf = (metric: string) =>
      prepareAnySweep(sweep({ objective: { metric } })).document.objective.goal;
    expect(['ttftMs', 'tpotMs'].map(goalOf)).toEqual(['minimize', 'minimize']);
    expect(goalOf('maxBatch')).toBe('maximize');
    const stated = { metric: 'tpotMs', goal: 'maximize' };
    expect(prepareAnySweep(sweep({ objective: stated })).document.objective).toEqual(stated);
  });

  it.each<[object, readonly string[]]>([
    [{ parameters: { 'decode.bach': { values: [1] } } }, ['/parameters/decode.bach unknown-key']],
    [
      { parameters: { 'workload.recompute': { values: ['full'] } } },
      ['/parameters/workload.recompute unknown-key'],
    ],
    [{ parameters: { kind: { values: ['Serving'] } } }, ['/parameters/kind not-allowed']],
    [{ method: 'optimize' }, ['/method not-allowed']],
    [{ objective: { metric: 'stepTimeS' } }, ['/objective/metric not-allowed']],
    [{ workload: { preset: 'llama3-8b' } }, ['/workload unknown-key']],
    [{ serving: { ...serving, model: undefined } }, ['/serving/model missing-key']],
    [{ parameters: {} }, ['/parameters missing-key']],
    [{ limits: { runs: 1 } }, ['/limits/runs too-many-points']],
  ])('refuses %j', (change, issues) => {
    expect(issuesOf(sweep(change))).toEqual(issues);
  });

  it('is not one of experiments', () => {
    expect(issuesOf(sweep({}), prepareSweep)).toEqual(['/serving not-allowed']);
    expect(issuesOf({ apiVersion: 'railyard/v1', kind: 'Sweep', parameters: {} })).toEqual([
      '/cluster missing-key',
      '/workload missing-key',
    ]);
  });

  it('stands in the published schema alongside those of experiments', () => {
    const { anyOf = [] } = publishedSchema('Sweep');
    expect(anyOf.map(({ properties = {} }) => ['serving' in properties, 'workload' in properties])).toEqual([
      [false, true],
      [true, false],
    ]);
  });
});
