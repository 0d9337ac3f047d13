import { InvalidDocumentError } from '@railyard/base';
import { prepareExperiment, runExperiment } from '../engine.js';

const job = (gpus: number, more: object = {}) => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: `on ${gpus}`,
  cluster: { preset: `h100-${gpus}` },
  workload: {
    preset: 'llama3-8b',
    parallelism: { pipeline: 1, tensor: 4 },
    batch: { sequenceLength: 4096, globalSequences: gpus },
    recompute: 'selective',
    software: { level: 'megatron-core-2025' },
  },
  ...more,
});
const run = (document: object) => runExperiment(prepareExperiment(document));
const plain = run(job(8));

const projected = (measuredStepS: number, more: object = {}) =>
  run(job(64, { anchor: [{ document: job(8), measuredStepS, ...more }] }));

describe('a run with an anchor', () => {
  it('changes nothing where the anchor was computed as it was measured', () => {
    const { metrics, anchor } = projected(plain.metrics.stepTimeS);
    expect(metrics.stepTimeS).toBeCloseTo(run(job(64)).metrics.stepTimeS, 9);
    expect(Object.keys(anchor?.corrections ?? {})).toEqual(['kernels', 'communication', 'optimizer']);
    for (const correction of Object.values(anchor?.corrections ?? {})) expect(correction).toBeCloseTo(1, 12);
    expect(anchor?.anchors).toMatchObject([{ name: 'on 8', computedStepS: plain.metrics.stepTimeS }]);
  });

  it('is as much slower as its kernels are, and its parts still add up', () => {
    const { metrics, anchor, band, family } = projected(1.3 * plain.metrics.stepTimeS);
    const ratio = metrics.stepTimeS / (anchor?.computedStepTimeS ?? NaN);
    expect(ratio).toBeGreaterThan(1.2);
    expect(ratio).toBeLessThan(1.35);
    expect(anchor?.corrections.kernels).toBeGreaterThan(1.25);
    expect(anchor?.explainedPct).toBeGreaterThan(80);
    const { forwardS, backwardInputS, backwardWeightS, overlappedForwardBackwardS, bubbleS, optimizerS } =
      metrics;
    const sum =
      forwardS + backwardInputS + backwardWeightS + overlappedForwardBackwardS + bubbleS + optimizerS;
    expect(sum).toBeCloseTo(metrics.stepTimeS, 9);
    expect(band.stepTimeS[0]).toBeLessThan(metrics.stepTimeS);
    expect(band.stepTimeS[1]).toBeGreaterThan(metrics.stepTimeS);
    expect(family.name).toMatch(/anchored/);
  });

  it('corrects what is not weights, gradients and optimizer of the memory', () => {
    const step = plain.metrics.stepTimeS;
    const same = projected(step, { measuredMemoryGB: plain.metrics.peakMemoryGB });
    expect(same.anchor?.corrections.memory).toBeCloseTo(1, 9);
    const more = projected(step, { measuredMemoryGB: plain.metrics.peakMemoryGB + 5 });
    expect(more.metrics.peakMemoryGB).toBeGreaterThan(same.metrics.peakMemoryGB + 1);
  });

  it('checks the documents of anchors where they stand', () => {
    const anchor = { document: { ...job(8), seed: -1, replay: {} }, measuredStepS: 1 };
    expect(() => prepareExperiment(job(64, { anchor: [anchor] }))).toThrow(InvalidDocumentError);
    try {
      prepareExperiment(job(64, { anchor: [anchor] }));
    } catch (error) {
      const paths = (error as InvalidDocumentError).issues.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['/anchor/0/document/seed', '/anchor/0/document/replay']));
    }
  });
});
