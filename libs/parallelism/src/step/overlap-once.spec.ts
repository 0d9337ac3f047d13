/** Collectives of once a step that run alongside the last backward and the first forward. */
import { IssueList } from '@railyard/base';
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import {
  type OverlapSpec,
  type ParallelismSpec,
  WORKLOADS,
  type WorkloadSpec,
  checkPlan,
} from '../plan/index.js';
import { OpKind } from '../schedule/index.js';
import { simulateStep, stepTraffic } from './index.js';

const node: ClusterSpec = { ...CLUSTERS['h800-2048-mrft']!, nodes: 1 };
const base = WORKLOADS['llama3-8b']!;
const job = (overlap: OverlapSpec, parallelism: Partial<ParallelismSpec> = {}): WorkloadSpec => ({
  ...base,
  model: { ...base.model, layers: 8 },
  parallelism: { ...base.parallelism, pipeline: 2, tensor: 1, data: 4, overlap, ...parallelism },
  batch: { sequenceLength: 4096, globalSequences: 16, microBatchSequences: 1 },
});
const stepOf = (workload: WorkloadSpec) => simulateStep(node, workload, 1);
const plain = stepOf(job({}));

describe('gradients', () => {
  const reduced = stepOf(job({ gradientReduction: true }));

  it('are hidden but for what is left after the last backward', () => {
    const before = plain.optimizer.denseReduceS;
    expect(reduced.optimizer.denseReduceS).toBe(reduced.unreduced);
    expect(reduced.unreduced).toBeGreaterThan(0);
    const { seconds, denseReduceS, expertReduceS, normS, updateS, ...more } = reduced.optimizer;
    const others = more.denseGatherS + more.expertGatherS + more.castS + more.clearS;
    expect(seconds).toBeCloseTo(denseReduceS + expertReduceS + normS + updateS + others, 12);
    expect(reduced.unreduced).toBeLessThan(before / 2);
    expect(reduced.parts.total).toBeLessThan(plain.parts.total);
  });

  it('slow the last backward of each stage alone', () => {
    const { schedule } = plain;
    const slower = [...schedule.kind.keys()].filter(
      (op) => reduced.times.durations[op]! > plain.times.durations[op]! * (1 + 1e-9),
    );
    expect(slower.map((op) => [schedule.kind[op], schedule.backwardMicroBatch[op]])).toEqual([
      [OpKind.BW, 3],
      [OpKind.BW, 3],
    ]);
    // Hiding costs: the pipeline takes longer than without.
    expect(reduced.executed.makespan).toBeGreaterThan(plain.executed.makespan);
  });

  it('are as many bytes on the links', () => {
    const bytes = (step: ReturnType<typeof stepOf>, workload: WorkloadSpec) =>
      stepTraffic(step, workload).bytes.reduce((sum, each) => sum + each, 0);
    expect(bytes(reduced, job({ gradientReduction: true }))).toBe(bytes(plain, job({})));
  });

  it('without sharding are all-reduced the same way', () => {
    const whole = { zeroStage: 0 } as const;
    const [on, off] = [{ gradientReduction: true }, {}].map(
      (overlap) => stepOf(job(overlap, whole)).parts.total,
    );
    expect(on).toBeLessThan(off!);
  });
});

describe('weights', () => {
  const gathered = stepOf(job({ parameterGather: true }));

  it('are gathered in the first forward of each stage in place of after the update', () => {
    expect(gathered.optimizer.denseGatherS).toBe(0);
    expect(plain.optimizer.denseGatherS).toBeGreaterThan(0);
    const { schedule } = plain;
    const slower = [...schedule.kind.keys()].filter(
      (op) => gathered.times.durations[op]! > plain.times.durations[op]! * (1 + 1e-9),
    );
    expect(slower.map((op) => [schedule.kind[op], schedule.forwardMicroBatch[op]])).toEqual([
      [OpKind.F, 0],
      [OpKind.F, 0],
    ]);
    expect(gathered.parts.total).toBeLessThan(plain.parts.total);
  });
});

it('neither is said to be hidden where it cannot be', () => {
  const places = (workload: WorkloadSpec) => {
    const issues = new IssueList();
    checkPlan(node, workload, issues);
    return issues.issues.map(({ path }) => path.replace('/workload/parallelism/overlap/', ''));
  };
  const both = { gradientReduction: true, parameterGather: true };
  expect(places(job(both))).toEqual([]);
  expect(places(job(both, { zeroStage: 0 }))).toEqual(['parameterGather']);
  expect(places({ ...job(both), schedule: { ...base.schedule, name: 'zb1p' } })).toEqual([
    'gradientReduction',
    'parameterGather',
  ]);
});
