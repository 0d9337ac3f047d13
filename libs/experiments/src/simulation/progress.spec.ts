import { prepareExperiment, runExperiment } from '../engine.js';
import { type Progress } from '../result.js';

const SMALL = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'small',
  cluster: { preset: 'h100-1024-roce', nodes: 2 },
  workload: { preset: 'llama3-8b', parallelism: { pipeline: 4 }, batch: { globalSequences: 128 } },
};

const DAYS = {
  ...SMALL,
  replay: { faults: { preset: 'meta-rsc1' }, horizon: { kind: 'wall', days: 5 }, replicas: 20 },
};

function reported(document: object): readonly Progress[] {
  const seen: Progress[] = [];
  runExperiment(prepareExperiment(document), (progress) => seen.push(progress));
  return seen;
}

/** From 0 before the first report to 1 at the end. */
const steps = (reports: readonly Progress[]): readonly number[] => {
  const shares = [0, ...reports.map(({ share }) => share), 1];
  return shares.slice(1).map((share, index) => share - (shares[index] ?? 0));
};

describe('the progress of a run', () => {
  it.each([
    ['a step', SMALL, 0.5],
    ['a step under faults', { ...SMALL, fail: ['node:0/nic:1'] }, 0.5],
    ['days', DAYS, 0.15],
  ])('of %s never goes back and never leaps', (_of, document, largest) => {
    const changes = steps(reported(document));
    expect(Math.min(...changes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...changes)).toBeLessThan(largest);
  });

  it('follows the replicas, and then the studies, to the end', () => {
    const days = reported(DAYS);
    expect(days.filter(({ phase }) => phase === 'replay')).toHaveLength(20);
    expect(days.at(-1)).toMatchObject({ phase: 'sensitivity' });
    expect(days.at(-1)?.share).toBeGreaterThan(0.95);
  });
});
