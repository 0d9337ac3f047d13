import {
  getPreset,
  METRIC_NAMES,
  type ComparedRun,
  compareResults,
  documentDifferences,
  type ExperimentDocument,
  type StepMetrics,
} from '../index.js';

const document = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'a',
  cluster: getPreset('cluster', 'h800-2048-mpft'),
  workload: getPreset('workload', 'deepseek-v3'),
  seed: 1,
} as ExperimentDocument;
const mrft = {
  ...document,
  name: 'b',
  cluster: getPreset('cluster', 'h800-2048-mrft'),
} as ExperimentDocument;

const run = (from: ExperimentDocument, value: number): ComparedRun => ({
  id: from.name,
  document: from,
  metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, value])) as unknown as StepMetrics,
});

describe('a comparison', () => {
  it('shows only the inputs that differ', () => {
    expect(documentDifferences([document, mrft])).toEqual([
      { path: '/cluster/topology/kind', values: ['mpft', 'mrft'] },
      { path: '/cluster/topology/planes', values: [8, undefined] },
    ]);
    expect(documentDifferences([document, { ...document, name: 'other' }])).toEqual([]);
    const { workload } = document;
    const other = { ...workload, schedule: { ...workload.schedule, name: '1f1b' as const } };
    expect(documentDifferences([document, { ...document, workload: other }])).toEqual([
      { path: '/workload/schedule/name', values: ['dualpipe', '1f1b'] },
    ]);
  });

  it('says which way each metric went, by the metric', () => {
    const { metrics, baseline } = compareResults([run(document, 2), run(mrft, 3)]);
    expect(baseline).toBe(0);
    expect(metrics.find(({ name }) => name === 'mfuCausal')).toEqual({
      name: 'mfuCausal',
      values: [2, 3],
      differencePct: [0, 50],
      verdict: ['same', 'better'],
    });
    expect(metrics.find(({ name }) => name === 'bubbleS')).toMatchObject({ verdict: ['same', 'worse'] });
  });

  it('of runs over days has what the days brought, where all of them have it', () => {
    const played = (from: ExperimentDocument, ettr: number): ComparedRun => ({
      ...run(from, 2),
      replay: {
        ettr,
        goodput: ettr,
        effectiveTime: ettr,
        interruptions: 10 / ettr,
        wallDays: 54,
      } as NonNullable<ComparedRun['replay']>,
    });
    const { metrics } = compareResults([played(document, 0.8), played(mrft, 0.9)]);
    expect(metrics.find(({ name }) => name === 'ettr')).toMatchObject({
      values: [0.8, 0.9],
      verdict: ['same', 'better'],
    });
    expect(metrics.find(({ name }) => name === 'interruptions')).toMatchObject({
      verdict: ['same', 'better'],
    });
    expect(compareResults([played(document, 0.8), run(mrft, 2)]).metrics.map(({ name }) => name)).toEqual([
      ...METRIC_NAMES,
    ]);
  });

  it('takes any run as the baseline, and does not divide by zero', () => {
    const { metrics } = compareResults([run(document, 2), run(mrft, 0)], 1);
    expect(metrics[0]).toMatchObject({
      name: 'stepTimeS',
      differencePct: [null, 0],
      verdict: ['worse', 'same'],
    });
    expect(() => compareResults([run(document, 1)], 3)).toThrow('the baseline is one of the runs');
  });
});
