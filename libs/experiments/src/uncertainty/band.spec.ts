/** The band of a run: against full simulations of other seeds, and by what moves it. */
import { simulateStep } from '@railyard/parallelism';
import { type Uncertainty, experimentFromPreset, prepareExperiment } from '../index.js';
import { JobOnMachine, timeMetrics } from '../job/index.js';
import { type TimeMetrics } from '../result.js';
import { bandOf, rangedInputs } from './index.js';

type Change = { readonly cluster?: object; readonly workload?: object };

/** DeepSeek-V3's job on an eighth of its pipelines' micro-batches. */
const documentOf = ({ cluster, workload }: Change = {}) =>
  prepareExperiment({
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    name: 'band',
    cluster: { preset: 'h800-2048-mpft', ...cluster },
    workload: {
      preset: 'deepseek-v3',
      batch: { sequenceLength: 4096, globalSequences: 128 * 40, microBatchSequences: 1 },
      ...workload,
    },
    seed: 1,
  }).document;

function banded(change: Change = {}) {
  const job = new JobOnMachine(documentOf(change));
  const metrics = timeMetrics(job.spec, job.step.parts);
  return { job, metrics, ...bandOf(job, metrics) };
}
const width = ({ band }: ReturnType<typeof banded>, of: keyof TimeMetrics = 'stepTimeS') =>
  band[of][1] - band[of][0];
const inputOf = (uncertainty: Uncertainty, name: string) =>
  uncertainty.inputs.find((input) => input.name === name);

const whole = banded();

describe('the band', () => {
  it('holds the expected value of every metric, and is the same again', () => {
    for (const [name, [low, high]] of Object.entries(whole.band)) {
      const mean = whole.uncertainty.mean[name as keyof TimeMetrics];
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
    }
    expect(banded().band).toEqual(whole.band);
  });

  it('of a rate is that of the time it is one over', () => {
    const { band, uncertainty } = whole;
    const product = (day: number, step: number) => (day * step) / (5120 * 4096 * 86_400 * 1e-9);
    expect(product(uncertainty.mean.tokensPerDayB, uncertainty.mean.stepTimeS)).toBeCloseTo(1, 2);
    expect(product(band.tokensPerDayB[0], band.stepTimeS[1])).toBeCloseTo(1, 1);
  });

  it('spreads as full simulations of other seeds do', () => {
    const { cluster, workload } = whole.job.spec;
    const { fabric } = whole.job;
    const totals = Array.from(
      { length: 16 },
      (_, i) => simulateStep(cluster, workload, 2 + i, { fabric }).parts.total,
    );
    const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
    const deviation = Math.sqrt(
      totals.reduce((sum, total) => sum + (total - mean) * (total - mean), 0) / (totals.length - 1),
    );
    const stated = (whole.uncertainty.draws!.stepPct / 100) * mean;
    expect(Math.abs(stated / deviation - 1)).toBeLessThan(0.15);
    expect(Math.abs(whole.uncertainty.mean.stepTimeS / mean - 1)).toBeLessThan(0.005);
  });
});

describe('an input', () => {
  it('moves the step as the same run with its value does', () => {
    const { stepPct } = inputOf(whole.uncertainty, 'workload.routing.expertLoadCv')!;
    [0.32, 0.51].forEach((expertLoadCv, end) => {
      const { parts } = new JobOnMachine(documentOf({ workload: { routing: { expertLoadCv } } })).step;
      expect(stepPct[end]!).toBeCloseTo(100 * (parts.total / whole.job.step.parts.total - 1), 0);
    });
  });

  it('that makes the machine faster shortens the step', () => {
    for (const name of ['kernels.matrixRate', 'kernels.memoryRate', 'experts.overlappedRate']) {
      const [slow, fast] = inputOf(whole.uncertainty, name)!.stepPct;
      expect(slow).toBeGreaterThan(0);
      expect(fast).toBeLessThan(0);
    }
  });

  it('says its provenance and the reason of its range, and lies in it', () => {
    for (const { value, range, reason } of whole.uncertainty.inputs) {
      expect(range[0]).toBeLessThan(value);
      expect(range[1]).toBeGreaterThan(value);
      expect(reason).not.toBe('');
    }
    expect(inputOf(whole.uncertainty, 'workload.routing.expertLoadCv')!.provenance).toBe('assumed');
  });

  it('that the author gives has no range: it is what was asked', () => {
    const given = banded({ workload: { routing: { expertLoadCv: 0.4 } } });
    const names = given.uncertainty.inputs.map(({ name }) => name);
    expect(names).toEqual(['kernels.matrixRate', 'kernels.memoryRate', 'experts.overlappedRate']);
    expect(width(given)).toBeLessThan(width(whole));
  });
});

describe('a job', () => {
  it('without routed experts draws nothing, and its mean is its run', () => {
    const { document } = prepareExperiment({
      ...experimentFromPreset('deepseek-v3-mpft'),
      cluster: { preset: 'h100-1024-roce' },
      workload: { preset: 'llama3-70b' },
    });
    const job = new JobOnMachine(document);
    const metrics = timeMetrics(job.spec, job.step.parts);
    const { uncertainty, band } = bandOf(job, metrics);
    expect(uncertainty.draws).toBeUndefined();
    expect(uncertainty.mean).toEqual(metrics);
    expect(band.stepTimeS[1]).toBeGreaterThan(metrics.stepTimeS);
  });

  it('on a device whose kernels were not measured is less certain', () => {
    const { device } = documentOf().cluster;
    const other = {
      ...documentOf(),
      cluster: { ...documentOf().cluster, device: { ...device, name: 'own' } },
    };
    const range = (document: typeof other) => rangedInputs(document)[0]!.range;
    expect(range(other)[1] - 1).toBeCloseTo(3 * (range(documentOf())[1] - 1), 12);
  });
});
