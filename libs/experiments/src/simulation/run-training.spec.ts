import { prepareExperiment, runExperiment, stepOf } from '../engine.js';

const warningsOf = (workload: object, device = 'h800'): readonly string[] =>
  runExperiment(
    prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: 'small',
      cluster: {
        preset: 'h800-2048-mpft',
        nodes: 2,
        device: { preset: device },
        topology: { kind: 'mpft', planes: 8, switchPorts: 64 },
      },
      workload,
    }),
  )
    .warnings.map(({ code }) => code)
    .filter((code) => !OF_FAMILY.includes(code));

/** What the validation family says: families/validation.spec.ts. */
const OF_FAMILY = ['outside-validation', 'few-published-runs', 'one-source', 'family-bias'];

const dense = (schedule: object) => ({
  preset: 'llama3-8b',
  parallelism: { pipeline: 4, tensor: 2 },
  batch: { globalSequences: 128 },
  schedule,
});
const experts = (expert: number, expertLoadCv: number) => ({
  preset: 'deepseek-v2',
  model: { layers: 4, moe: { denseLayers: 1, routedExperts: 32 } },
  parallelism: { pipeline: 1, expert },
  batch: { sequenceLength: 1024, globalSequences: 64 },
  schedule: { name: '1f1b' },
  routing: { expertLoadCv },
});

describe('the warnings of a step', () => {
  it('say that interleaved 1F1B needs chunks to be any other than 1F1B', () => {
    expect(warningsOf(dense({ name: '1f1b' }))).toEqual([]);
    expect(warningsOf(dense({ name: 'interleaved' }))).toEqual(['one-chunk']);
    expect(warningsOf(dense({ name: 'interleaved', chunksPerDevice: 2 }))).toEqual([]);
  });

  it('say where no kernel of the device was measured', () => {
    expect(warningsOf(dense({ name: '1f1b' }), 'mi300x')).toEqual(['device-not-measured']);
    expect(warningsOf(dense({ name: '1f1b' }), 'h100')).toEqual([]);
  });

  it('say where the memory was ignored, and by how much the job does not fit', () => {
    const document = {
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      ignoreMemory: true,
      cluster: { preset: 'h200-256-mpft', nodes: 1, gpusPerNode: 1 },
      workload: {
        preset: 'llama3-8b',
        parallelism: { pipeline: 1, tensor: 1 },
        batch: { globalSequences: 8 },
        recompute: 'full',
      },
    };
    const { warnings, memory } = runExperiment(prepareExperiment(document));
    expect(memory['fits']).toBe(false);
    expect(warnings.find(({ code }) => code === 'memory-ignored')?.message).toMatch(
      /pipeline rank 0 needs 1\d\d\.\d GiB, \d+(\.\d)? % over the device's 139\.8 GiB, which was ignored\.$/,
    );
  });

  it('speak of balanced routing only where an imbalance would move anything', () => {
    expect(warningsOf(experts(8, 0))).toEqual(['balanced-routing']);
    expect(warningsOf(experts(8, 0.2))).toEqual([]);
    expect(warningsOf(experts(1, 0))).toEqual([]);
  });
});

describe('the step before its band', () => {
  const body = {
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    cluster: { preset: 'h200-256-mpft', nodes: 2 },
    workload: dense({ name: '1f1b' }),
  };
  const replay = { faults: { preset: 'llama3-h100' }, replicas: 1 };
  const small = {
    ...body,
    cluster: { ...body.cluster, nodes: 1 },
    workload: { ...body.workload, parallelism: { pipeline: 4, tensor: 2 } },
  };
  const anchor = [{ document: small, measuredStepS: 3 }];

  it.each([
    ['a job', body],
    ['a job over days', { ...body, replay }],
    ['an anchored job', { ...body, anchor }],
  ])('is that of the whole run: %s', (_, document) => {
    const prepared = prepareExperiment(document);
    const { id, document: resolved, metrics, memory } = runExperiment(prepared);
    expect(stepOf(prepared)).toEqual({ id, document: resolved, metrics, memory });
  });
});
