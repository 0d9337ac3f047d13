/** A step on a network of which parts are down. */
import { type Issue, InvalidDocumentError } from '@railyard/base';
import { prepareExperiment, runExperiment } from '../engine.js';
import { type ExperimentResult } from '../result.js';

const document = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'small',
  cluster: { preset: 'h800-2048-mpft', nodes: 4, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
  workload: {
    preset: 'deepseek-v2',
    model: { layers: 8, moe: { denseLayers: 1, routedExperts: 64 } },
    parallelism: { pipeline: 2, expert: 16 },
    batch: { sequenceLength: 4096, globalSequences: 64 },
    schedule: { name: '1f1b' },
  },
};

const under = (fail?: readonly string[]): ExperimentResult =>
  runExperiment(prepareExperiment({ ...document, ...(fail === undefined ? {} : { fail }) }));

function issuesOf(change: object): readonly Issue[] {
  try {
    prepareExperiment({ ...document, ...change });
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
  return [];
}

const healthy = under();

describe('a step with parts of the network down', () => {
  it('says what the healthy network takes, and how much longer it is', () => {
    const { metrics, healthy: compared } = under(['leaf:0']);
    expect(compared?.stepTimeS).toBe(healthy.metrics.stepTimeS);
    expect(metrics.stepTimeS).toBeGreaterThan(healthy.metrics.stepTimeS);
    expect(compared?.slowerPct).toBeCloseTo(100 * (metrics.stepTimeS / healthy.metrics.stepTimeS - 1), 9);
    expect(healthy.healthy).toBeUndefined();
  });

  it('has a band of its own, that holds it', () => {
    const { metrics, band } = under(['node:1/nic:3']);
    expect(band.stepTimeS[0]).toBeLessThan(metrics.stepTimeS);
    expect(band.stepTimeS[1]).toBeGreaterThan(metrics.stepTimeS);
    expect(band.stepTimeS[0]).toBeGreaterThan(healthy.band.stepTimeS[0]);
  });

  it('is the slower the less a part has left, unless messages leave what is down', () => {
    const [half, fifth] = [under(['leaf:0=0.5']), under(['leaf:0=0.2'])];
    expect(half.metrics.stepTimeS).toBeGreaterThan(healthy.metrics.stepTimeS);
    expect(fifth.metrics.stepTimeS).toBeGreaterThan(half.metrics.stepTimeS);
    expect(under(['leaf:0']).metrics.stepTimeS).toBeLessThan(fifth.metrics.stepTimeS);
  });

  it.each([
    [{ fail: ['leaf:99'] }, '/fail/0', 'unknown-element'],
    [{ fail: ['leaf:0=2'] }, '/fail/0', 'out-of-range'],
    [{ fail: Array.from({ length: 8 }, (_, nic) => `node:2/nic:${nic}`) }, '/fail', 'disconnected'],
    [{ fail: ['leaf:0'], replay: {} }, '/fail', 'conflict'],
  ])('refuses %j', (change, path, code) => {
    expect(issuesOf(change)).toContainEqual(expect.objectContaining({ path, code }));
  });
});
