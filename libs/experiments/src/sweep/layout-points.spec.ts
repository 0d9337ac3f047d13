/** What tables say of the rows of a search is what their documents say, on every row. */
import { GIGA, IssueList } from '@railyard/base';
import { checkPlan } from '@railyard/parallelism';
import { memoryOf, PIPELINE_OPS_RULE } from '../documents/index.js';
import { LayoutPoints } from './layout-points.js';
import { type Axis } from './values.js';

jest.setTimeout(60_000);

const axis = (path: string, values: readonly unknown[], only?: Axis['only']): Axis => ({
  path: `workload.${path}`,
  parameter: { values },
  whole: false,
  ...(only === undefined ? {} : { only }),
});

const MODULES = axis('recomputeModules', [null, ['norms'], ['attention-core', 'norms']], {
  path: 'workload.recompute',
  value: 'selective',
});
const CHUNKS = axis('schedule.chunksPerDevice', [2, 3], {
  path: 'workload.schedule.name',
  value: 'interleaved',
});
const SCHEDULES = ['gpipe', '1f1b', 'interleaved', 'zb-h1', 'zb-v', 'dualpipe', 'dualpipe-v'];

const jobs: readonly (readonly [string, object, readonly Axis[]])[] = [
  [
    'experts, split and not, every schedule',
    {
      preset: 'deepseek-v3',
      batch: { globalSequences: 512 },
      model: { layers: 16, moe: { routedExperts: 64, groups: 8, topGroups: 4, topK: 6 } },
    },
    [
      axis('parallelism.tensor', [1, 3, 8]),
      axis('parallelism.expert', [1, 8, 64]),
      axis('parallelism.expertTensor', [1, 2]),
      axis('parallelism.zeroStage', [0, 1, 3]),
      axis('parallelism.pipeline', [1, 2, 4]),
      axis('recompute', ['none', 'selective', 'full']),
      MODULES,
      axis('schedule.name', SCHEDULES),
      CHUNKS,
    ],
  ],
  [
    'a plain framework that shares sequences',
    {
      preset: 'llama3-8b',
      batch: { sequenceLength: 16_384, globalSequences: 32 },
      optimizer: { kind: 'adamw', masterBytes: 0 },
      software: { level: 'torchtitan-2025' },
    },
    [
      axis('parallelism.tensor', [1, 2, 4]),
      axis('parallelism.context', [1, 2]),
      axis('parallelism.zeroStage', [1, 2, 3]),
      axis('batch.microBatchSequences', [1, 2, 2]),
      axis('recompute', ['none', 'full']),
      axis('parallelism.pipeline', [1, 2, 8]),
      axis('schedule.name', ['1f1b', 'interleaved', 'zb1p']),
      CHUNKS,
    ],
  ],
  [
    'activations of the first layers with the host, dense ones first and then experts',
    {
      preset: 'deepseek-v3',
      batch: { globalSequences: 512 },
      model: { layers: 16, moe: { routedExperts: 64, groups: 8, topGroups: 4, topK: 6 } },
      activationOffload: { layers: 3, parts: ['attention', 'ffn'] },
    },
    [
      axis('parallelism.tensor', [1, 8]),
      axis('parallelism.expert', [8, 64]),
      axis('parallelism.zeroStage', [1, 3]),
      axis('parallelism.pipeline', [1, 2, 4]),
      axis('batch.microBatchSequences', [1, 4]),
      axis('recompute', ['none', 'selective', 'full']),
      axis('schedule.name', ['gpipe', '1f1b', 'interleaved', 'zb-h1']),
      CHUNKS,
    ],
  ],
];

describe.each(jobs)('rows of a search: %s', (_name, workload, axes) => {
  const base = {
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    cluster: { preset: 'h800-2048-mpft', nodes: 4 },
    workload,
  };
  const points = LayoutPoints.of(base, axes)!;

  it('run where their documents break no rule and fit, with the bytes of these', () => {
    const counts = { broken: 0, full: 0, fit: 0, repeated: 0 };
    points.columns.forEach((row, choices) => {
      const { cluster, workload: own } = points.documentOf(row);
      const issues = new IssueList();
      checkPlan(cluster, own, issues);
      if (issues.issues.length === 0) PIPELINE_OPS_RULE.check(cluster, own, issues.at('workload'));
      const verdict = points.verdict(choices);
      if (issues.issues.length > 0) {
        counts.broken += 1;
        expect(verdict).toBe('cannot-run');
        return;
      }
      const { peakGB, fits } = memoryOf(cluster, own);
      expect(Math.abs(points.peakBytes(row) - peakGB * GIGA)).toBeLessThan(1);
      expect(verdict === 'cannot-run').toBe(!fits);
      counts[!fits ? 'full' : verdict === 'repeats' ? 'repeated' : 'fit'] += 1;
    });
    expect(counts.broken).toBeGreaterThan(100);
    expect(counts.full).toBeGreaterThan(10);
    expect(counts.fit).toBeGreaterThan(10);
  });
});
