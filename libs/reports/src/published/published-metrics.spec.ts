import { METRIC_NAMES, experimentFromPreset, prepareExperiment, runExperiment } from '@railyard/experiments';
import { publishedMetrics } from './index.js';

it.each(['MPFT', 'MRFT'] as const)('of %s are metrics of a run, in its units', (network) => {
  const published = Object.entries(publishedMetrics(network));
  const preset = `deepseek-v3-${network.toLowerCase()}`;
  const { metrics } = runExperiment(prepareExperiment(experimentFromPreset(preset)));
  const computed = new Map<string, unknown>(Object.entries(metrics));
  expect(published).toHaveLength(9);
  for (const [name, value] of published) {
    expect(METRIC_NAMES).toContain(name);
    // The same thing in the same unit: within a half of each other.
    expect(Math.abs((computed.get(name) as number) / value - 1)).toBeLessThan(0.5);
  }
});
