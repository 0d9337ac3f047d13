/** A result to make reports of in specs: metrics as given, everything else of the founding case. */
import { entryOf } from '@railyard/base';
import { CLUSTERS } from '@railyard/cluster';
import { API_VERSION, type Band, type ExperimentResult, type StepMetrics } from '@railyard/experiments';
import { WORKLOADS } from '@railyard/parallelism';

const METRICS: StepMetrics = {
  stepTimeS: 20,
  tokensPerDayB: 271.8,
  tflopsCausal: 384.7,
  tflopsNonCausal: 431.8,
  mfuCausal: 0.3888,
  mfuNonCausal: 0.4364,
  forwardS: 1.2,
  backwardInputS: 1.7,
  backwardWeightS: 0.6,
  overlappedForwardBackwardS: 14.1,
  bubbleS: 2.1,
  optimizerS: 0.3,
  fullBackwardWeightS: 0.2,
  exposedCommunicationS: 0.9,
  peakMemoryGB: 73.5,
};

export function resultWith(cluster: string, metrics: Partial<StepMetrics> = {}): ExperimentResult {
  return {
    id: `${cluster}-${'0'.repeat(40)}`,
    document: {
      apiVersion: API_VERSION,
      kind: 'Experiment',
      name: cluster,
      cluster: entryOf(CLUSTERS, cluster),
      workload: entryOf(WORKLOADS, 'deepseek-v3'),
      seed: 7,
    },
    engineVersion: '9.9.9',
    metrics: { ...METRICS, ...metrics },
    ...known({ ...METRICS, ...metrics }),
    family: { name: 'h800, deepseek-v3, moe', rows: 2, medianPct: 1, p90Pct: 2 },
    breakdown: {},
    memory: {},
    network: {},
    warnings: [],
    inputs: [
      {
        name: 'routing.imbalance',
        value: 0.08,
        unit: '',
        provenance: 'fitted',
        source: 'one row of table 4, MPFT',
      },
      { name: 'device', value: 'h800', unit: '', provenance: 'published', source: 'datasheet' },
    ],
  };
}

/** A tenth of each metric is what it may lie off. */
function known({ peakMemoryGB: _, ...mean }: StepMetrics): Pick<ExperimentResult, 'band' | 'uncertainty'> {
  const entries = Object.entries(mean).map(([name, value]) => [name, [0.9 * value, 1.1 * value]]);
  return {
    band: Object.fromEntries(entries) as Band,
    uncertainty: { level: 0.9, mean, inputs: [] },
  };
}
