/** Bytes of gradients and weights by stage of ZeRO: ZeRO-3 is ZeRO-1 and the gathers of the backward. */
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import { stageUnits } from '../memory/index.js';
import { type ParallelismSpec, WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { TRAFFIC_CLASSES, networkBytes, simulateStep, stepTraffic } from './index.js';

const node: ClusterSpec = { ...CLUSTERS['h800-2048-mrft']!, nodes: 1 };
const base = WORKLOADS['llama3-8b']!;
const job = (parallelism: Partial<ParallelismSpec>, microBatches = 1): WorkloadSpec => ({
  ...base,
  model: { ...base.model, layers: 4 },
  parallelism: { ...base.parallelism, pipeline: 1, tensor: 1, data: 8, ...parallelism },
  batch: { sequenceLength: 4096, globalSequences: 8 * microBatches, microBatchSequences: 1 },
});
const runOf = (workload: WorkloadSpec, cluster = node) => {
  const step = simulateStep(cluster, workload, 1);
  return { step, account: stepTraffic(step, workload) };
};
/** Bytes that GPU 0 sends over NVLink. */
const sent = (workload: WorkloadSpec): number => {
  const { step, account } = runOf(workload);
  return account.bytesOf(TRAFFIC_CLASSES.indexOf('data'), step.fabric.graph.tables.gpuNvlink[0]!);
};

const [units] = runOf(job({})).step.plan.assignment.map((stage) => stageUnits(job({}), stage));
const HEAD = units!.exit.dense;
const ALL = units!.entry.dense + HEAD + units!.layers.reduce((sum, { dense }) => sum + dense, 0);
/** Of a ring over eight GPUs. */
const SHARE = 7 / 8;

describe('one micro-batch', () => {
  const zero1 = sent(job({ zeroStage: 1 }));

  it('ZeRO-1: FP32 gradients scattered, BF16 weights gathered', () => {
    expect(zero1 / (SHARE * (4 + 2) * ALL)).toBeCloseTo(1, 9);
  });

  it('ZeRO-2 sends as much', () => {
    expect(sent(job({ zeroStage: 2 }))).toBeCloseTo(zero1, 0);
  });

  it('ZeRO-3 sends as much and gathers once more for the backward, but for the head', () => {
    expect((sent(job({ zeroStage: 3 })) - zero1) / (SHARE * 2 * (ALL - HEAD))).toBeCloseTo(1, 9);
    expect(sent(job({ zeroStage: 3, reshardAfterForward: false }))).toBeCloseTo(zero1, 0);
  });
});

describe('three micro-batches', () => {
  const of = (parallelism: Partial<ParallelismSpec>) => sent(job(parallelism, 3)) / SHARE;

  it('reduce once where gradients are whole, three times where they are not', () => {
    expect(of({ zeroStage: 1 }) / (6 * ALL)).toBeCloseTo(1, 9);
    expect(of({ zeroStage: 2 }) / ((3 * 4 + 2) * ALL)).toBeCloseTo(1, 9);
    expect(of({ zeroStage: 3 }) / (3 * (4 * ALL + 2 * ALL + 2 * (ALL - HEAD)))).toBeCloseTo(1, 9);
  });

  it('do not send again what a repeated forward needs: its weights are there', () => {
    const again = { ...job({ zeroStage: 3 }, 3), recompute: 'full' as const };
    expect(sent(again) / SHARE / of({ zeroStage: 3 })).toBeCloseTo(1, 9);
  });
});

describe('hybrid sharding', () => {
  it('over two nodes keeps gathers on NVLink and all-reduces shards between nodes', () => {
    const workload = job({ zeroStage: 3, shardingGroup: 8, data: 16 });
    const twice = { ...workload, batch: { ...workload.batch, globalSequences: 16 } };
    const { account } = runOf(twice, { ...node, nodes: 2 });
    // A ring over two: each of 16 GPUs sends its shard's FP32 gradients once.
    expect(networkBytes(account, 'data').sent / (16 * ((4 * ALL) / 8))).toBeCloseTo(1, 9);
  });

  it('of the optimizer alone all-reduces once a step', () => {
    const workload = job({ zeroStage: 1, shardingGroup: 8, data: 16 }, 2);
    const batch = { ...workload.batch, globalSequences: 16 * 3 };
    const { account } = runOf({ ...workload, batch }, { ...node, nodes: 2 });
    expect(networkBytes(account, 'data').sent / (16 * ((4 * ALL) / 8))).toBeCloseTo(1, 9);
  });
});

describe('a pipeline', () => {
  it('whose weights stay gathers and reduces once a step, as ZeRO-1', () => {
    const layout = { pipeline: 2, data: 4 } as const;
    const stays = job({ ...layout, zeroStage: 3, reshardAfterForward: false }, 4);
    expect(sent(stays)).toBe(sent(job({ ...layout, zeroStage: 1 }, 4)));
    expect(sent(job({ ...layout, zeroStage: 3 }, 4))).toBeGreaterThan(3 * sent(stays));
  });
});

describe('the optimizer phase', () => {
  const phase = (zeroStage: 1 | 2 | 3) => runOf(job({ zeroStage }, 2)).step.optimizer;

  it('has neither reduction nor gather where layers have theirs', () => {
    expect(phase(1).denseReduceS).toBeGreaterThan(0);
    expect(phase(2)).toMatchObject({ denseReduceS: 0, reducedBytesPerGpu: 0 });
    expect(phase(2).denseGatherS).toBe(phase(1).denseGatherS);
    expect(phase(3)).toMatchObject({ denseReduceS: 0, denseGatherS: 0, gatheredBytesPerGpu: 0 });
    expect(phase(3).updateS).toBe(phase(1).updateS);
  });
});
