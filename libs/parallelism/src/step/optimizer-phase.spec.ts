/** The optimizer phase: what is reduced and gathered, over whom, and what memory traffic each part is. */
import { CLUSTERS, Fabric, allGather, allReduce, reduceScatter } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { streamSeconds } from '../kernels/index.js';
import { stateRecipe } from '../memory/index.js';
import { type ModelSpec, parameterCounts } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec, assignStages, placeRanks } from '../plan/index.js';
import { type ScheduleName, generateSchedule } from '../schedule/index.js';
import { simulateStep } from './index.js';
import { parametersByRank, optimizerPhase } from './optimizer-phase.js';
import { withCopies } from './weight-groups.js';

const founding = WORKLOADS['deepseek-v3'];
const moe = founding.model.moe!;
const cluster = {
  ...CLUSTERS['h800-2048-mpft'],
  nodes: 4,
  topology: { kind: 'mpft', planes: 8, switchPorts: 16 } as const,
};
const fabric = new Fabric(cluster);

/** 32 GPUs: two stages of 16, each with two expert groups of 8, so two GPUs hold the same experts. */
const job = (change: Partial<WorkloadSpec> = {}): WorkloadSpec => ({
  ...founding,
  model: { ...founding.model, layers: 4, mtpModules: 0, moe: { ...moe, denseLayers: 1 } },
  parallelism: { ...founding.parallelism, pipeline: 2, tensor: 1, expert: 8, data: 16 },
  schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'eager' },
  ...change,
});

function phaseOf(workload: WorkloadSpec) {
  const { name } = workload.schedule;
  const ranks = workload.parallelism.pipeline;
  const schedule = generateSchedule({ name, ranks, microBatches: 8, chunksPerDevice: 1, sends: 'eager' });
  const equal = { kinds: [1, 1], embedding: 0, head: 0, mtp: 0 };
  const assignment = assignStages(workload, schedule.stages, equal);
  const held = parametersByRank(workload, schedule, assignment);
  const phase = optimizerPhase(fabric, workload, placeRanks(cluster, workload), schedule, assignment);
  return { phase, held, ...held[phase.rank]! };
}
const memory = (bytes: number): number =>
  LAUNCH_GAP_SECONDS + streamSeconds(cluster.device, { bytes, kernel: 'adam' });
const withSchedule = (name: ScheduleName, model: ModelSpec = job().model): WorkloadSpec =>
  job({ schedule: { name, chunksPerDevice: 1, sends: 'eager' }, model });

/** Stage 0 is GPUs 0 to 15, stage 1 the others; expert groups are blocks of 8. */
const STAGES = [0, 16].map((first) => Array.from({ length: 16 }, (_, i) => first + i));
const SAME_EXPERTS = [0, 16].flatMap((first) =>
  Array.from({ length: 8 }, (_, i) => [first + i, first + 8 + i]),
);

describe('parameters held', () => {
  it('are all of the model, over the ranks and the expert groups', () => {
    const { held } = phaseOf(job());
    const { total } = parameterCounts(job().model);
    expect(held.reduce((sum, { dense, routed }) => sum + dense + 8 * routed, 0)).toBeCloseTo(total, 3);
  });

  it('are both copies of each stage where a schedule keeps two', () => {
    const [single, twice] = [phaseOf(withSchedule('1f1b')), phaseOf(withSchedule('dualpipe'))];
    const sum = (of: typeof single) => of.held.reduce((all, { routed }) => all + routed, 0);
    expect(sum(twice)).toBeCloseTo(2 * sum(single), 3);
    expect(twice.held[0]!.routed).toBeCloseTo(twice.held[1]!.routed, 3);
  });
});

describe('the optimizer phase with BF16 state and no master weights', () => {
  const optimizer = { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2 } as const;
  const { phase, held, dense, routed } = phaseOf(job({ precision: 'bf16', optimizer }));
  const bf16Memory = (bytes: number): number =>
    LAUNCH_GAP_SECONDS + streamSeconds(cluster.device, { bytes, kernel: 'adam-bf16' });

  it('reads gradient, weight and moments and writes weight and moments: 14 bytes', () => {
    const shard = dense / 16 + routed / 2;
    expect(phase.updateS).toBeCloseTo(bf16Memory((2 + 2 * 2 + 2 * 4) * shard), 12);
    // Given back, not cleared.
    expect(phase.clearS).toBe(0);
  });

  it('takes longer where its state is on the host', () => {
    const offloaded = phaseOf(job({ precision: 'bf16', optimizer: { ...optimizer, offload: true } })).phase;
    expect(offloaded.updateS).toBeGreaterThan(5 * phase.updateS);
    expect(offloaded.inputs.map(({ name }) => name)).toContain('optimizer.hostUpdate');
  });

  it('reduces and gathers two bytes of a parameter', () => {
    expect(held[phase.rank]).toEqual({ dense, routed });
    expect(phase.reducedBytesPerGpu).toBe(2 * (dense + routed));
    expect(phase.gatheredBytesPerGpu).toBe(2 * (dense + routed));
  });
});

describe('the optimizer phase with ZeRO-1', () => {
  const { phase, dense, routed } = phaseOf(job());

  it('is the sum of its parts', () => {
    const { denseReduceS, expertReduceS, normS, updateS, denseGatherS, expertGatherS, castS, clearS } = phase;
    expect(phase.seconds).toBeCloseTo(
      denseReduceS + expertReduceS + normS + updateS + denseGatherS + expertGatherS + castS + clearS,
      12,
    );
  });

  it('reduces gradients in the precision in which they are accumulated: FP32', () => {
    const { gradient, reduced } = stateRecipe(job());
    expect(reduced.value).toBe(gradient.value);
    expect(phase.reducedBytesPerGpu).toBe(4 * (dense + routed));
    expect(phase.gatheredBytesPerGpu).toBe(2 * (dense + routed));
  });

  it('reduces and gathers dense weights over all replicas, experts over GPUs that hold the same', () => {
    expect(phase.denseReduceS).toBe(reduceScatter(fabric, { groups: STAGES, bytes: 4 * dense }).seconds);
    expect(phase.denseGatherS).toBe(allGather(fabric, { groups: STAGES, bytes: 2 * dense }).seconds);
    expect(phase.expertReduceS).toBe(
      reduceScatter(fabric, { groups: SAME_EXPERTS, bytes: 4 * routed }).seconds,
    );
    expect(phase.expertGatherS).toBe(allGather(fabric, { groups: SAME_EXPERTS, bytes: 2 * routed }).seconds);
  });

  it('reads each gradient once, updates a shard, and clears all accumulators', () => {
    const shard = dense / 16 + routed / 2;
    const norm = allReduce(fabric, { groups: STAGES, bytes: 8 }).seconds;
    expect(phase.normS - norm).toBeCloseTo(memory(4 * shard), 12);
    // FP8 recipe: gradient 4; master 4 and moments 2 + 2, read and written; weight 2.
    expect(phase.updateS).toBeCloseTo(memory((4 + 2 * 8 + 2) * shard), 12);
    expect(phase.clearS).toBeCloseTo(memory(4 * (dense + routed)), 12);
  });

  it('casts gathered weights to FP8 in two orientations: two bytes read, two written', () => {
    expect(phase.castS).toBeCloseTo(memory(4 * (dense + routed)), 12);
    expect(phaseOf(job({ precision: 'bf16' })).phase.castS).toBe(0);
  });

  it('names the bytes of a reduced gradient as its input', () => {
    expect(phase.inputs).toEqual([
      expect.objectContaining({ name: 'optimizer.reducedGradientBytes', value: 4, provenance: 'assumed' }),
    ]);
  });
});

describe('the optimizer phase without sharding', () => {
  const workload = job({ parallelism: { ...job().parallelism, zeroStage: 0 } });
  const { phase, dense, routed } = phaseOf(workload);

  it('reduces to everyone and gathers nothing', () => {
    expect(phase.denseReduceS).toBe(allReduce(fabric, { groups: STAGES, bytes: 4 * dense }).seconds);
    expect(phase.expertReduceS).toBe(allReduce(fabric, { groups: SAME_EXPERTS, bytes: 4 * routed }).seconds);
    expect([phase.denseGatherS, phase.expertGatherS, phase.gatheredBytesPerGpu]).toEqual([0, 0, 0]);
  });

  it('updates every parameter on every GPU', () => {
    expect(phase.updateS).toBeCloseTo(memory(22 * (dense + routed)), 12);
  });
});

describe('other models', () => {
  it('a dense model has no experts to reduce or gather', () => {
    const { moe: _, ...model } = job().model;
    const workload = job({ model, parallelism: { ...job().parallelism, expert: 1 } });
    const { phase, dense, routed } = phaseOf(workload);
    expect([routed, phase.expertReduceS, phase.expertGatherS]).toEqual([0, 0, 0]);
    expect(phase.updateS).toBeCloseTo(memory((22 * dense) / 16), 12);
  });

  it('BF16 keeps master weights and both moments in FP32: 12 bytes, read and written', () => {
    const { phase, dense, routed } = phaseOf(job({ precision: 'bf16' }));
    expect(phase.updateS).toBeCloseTo(memory((4 + 2 * 12 + 2) * (dense / 16 + routed / 2)), 12);
  });
});

describe('DualPipe, which keeps every stage on two ranks', () => {
  const { phase, dense, routed } = phaseOf(withSchedule('dualpipe'));
  const all = [Array.from({ length: 32 }, (_, gpu) => gpu)];
  const experts = Array.from({ length: 8 }, (_, i) => [i, i + 8, i + 16, i + 24]);

  it('reduces over both copies, and shards the optimizer over them', () => {
    expect(phase.denseReduceS).toBe(reduceScatter(fabric, { groups: all, bytes: 4 * dense }).seconds);
    expect(phase.expertReduceS).toBe(reduceScatter(fabric, { groups: experts, bytes: 4 * routed }).seconds);
    expect(phase.updateS).toBeCloseTo(memory(22 * (dense / 32 + routed / 4)), 12);
  });

  it('joins the groups of a rank and of its mirror', () => {
    const groups = { count: 8, size: 2, members: Int32Array.from({ length: 16 }, (_, i) => i) };
    const four = job({ parallelism: { ...job().parallelism, pipeline: 4 } });
    expect(withCopies(groups, 2, four)).toEqual([
      [0, 1, 12, 13],
      [2, 3, 14, 15],
      [4, 5, 8, 9],
      [6, 7, 10, 11],
    ]);
    expect(withCopies(groups, 1, four)).toEqual(Array.from({ length: 8 }, (_, i) => [2 * i, 2 * i + 1]));
  });
});

describe('the rank that has most to do', () => {
  const whole = CLUSTERS['h800-2048-mpft'];
  const atRate = (share: number) => {
    const slower = { ...whole, nic: { ...whole.nic, bandwidthGBps: whole.nic.bandwidthGBps * share } };
    const { optimizer, schedule, plan } = simulateStep(slower, founding, 1);
    return { ...optimizer, held: parametersByRank(founding, schedule, plan.assignment) };
  };

  it('reports its own weights, not the most of each kind that any rank holds', () => {
    const { rank, reducedBytesPerGpu, held } = atRate(1);
    const most = (kind: 'dense' | 'routed') => Math.max(...held.map((of) => of[kind]));
    expect(reducedBytesPerGpu).toBe(4 * (held[rank]!.dense + held[rank]!.routed));
    expect(reducedBytesPerGpu).toBeLessThan(4 * (most('dense') + most('routed')));
  });

  it('holds the embedding on the founding network, and experts where NICs are half as fast', () => {
    const [fast, slow] = [atRate(1), atRate(0.5)];
    expect(fast.held[fast.rank]!.dense).toBe(Math.max(...fast.held.map(({ dense }) => dense)));
    expect(slow.held[slow.rank]!.routed).toBe(Math.max(...slow.held.map(({ routed }) => routed)));
    expect(slow.rank).not.toBe(fast.rank);
    expect(slow.seconds).toBeGreaterThan(fast.seconds);
  });
});
