/** What is offloaded is not on the device, and all of it is with the host. */
import { CLUSTERS } from '@railyard/cluster';
import {
  type ActivationOffloadSpec,
  type WorkloadSpec,
  WORKLOADS,
  assignStages,
  microBatchesPerPipeline,
  modelStages,
} from '../plan/index.js';
import { generateSchedule } from '../schedule/index.js';
import { estimateMemory } from './index.js';

const costs = { kinds: [1, 1], embedding: 0.02, head: 1, mtp: 2 };
const base: WorkloadSpec = {
  ...WORKLOADS['llama3-8b']!,
  parallelism: { ...WORKLOADS['llama3-8b']!.parallelism, pipeline: 4, tensor: 1, data: 2 },
  batch: { sequenceLength: 8192, globalSequences: 16, microBatchSequences: 1 },
  schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'eager' },
  recompute: 'none',
  stageLayers: [8, 8, 8, 8],
};
const ranksOf = (workload: WorkloadSpec) => {
  const { name, chunksPerDevice } = workload.schedule;
  const schedule = generateSchedule({
    name,
    ranks: workload.parallelism.pipeline,
    microBatches: microBatchesPerPipeline(workload),
    chunksPerDevice,
    sends: 'eager',
  });
  const stages = assignStages(workload, modelStages(workload), costs);
  return estimateMemory(CLUSTERS['h100-8']!, workload, { schedule, stages }).ranks;
};
const offloaded = (activationOffload: ActivationOffloadSpec, of = base) =>
  ranksOf({ ...of, activationOffload });

describe('offloaded activations', () => {
  const plain = ranksOf(base);
  /** Of one micro-batch: eight layers on the first rank, which has four in flight. */
  const layerGB = plain[0].activationsGB / 4 / 8;

  it('leave a result without them as it was', () => {
    expect(plain[0]).not.toHaveProperty('hostGB');
  });

  it.each([1, 3, 8])('of %i layers of each stage are in the host instead of the device', (layers) => {
    const ranks = offloaded({ layers });
    ranks.forEach(({ rank, activationsGB, hostGB = NaN }) => {
      expect(activationsGB + hostGB).toBeCloseTo(plain[rank].activationsGB, 9);
      expect(hostGB).toBeCloseTo((4 - rank) * layers * layerGB, 9);
    });
    // One layer is copied while another is used.
    expect(ranks[0].buffersGB - plain[0].buffersGB).toBeCloseTo(Math.min(2, layers) * layerGB, 9);
    expect(ranks[0].totalGB).toBeLessThanOrEqual(plain[0].totalGB + 1e-9);
  });

  it('are all layers unless stated otherwise', () => {
    expect(offloaded({})).toEqual(offloaded({ layers: 8 }));
    expect(offloaded({ layers: 100 })).toEqual(offloaded({ layers: 8 }));
  });

  it('by part are the inputs of two blocks, and of all parts no more than the layer', () => {
    const [first] = offloaded({ parts: ['residual'] });
    // BF16 of 8,192 tokens x 4,096, twice, in 8 layers of 4 micro-batches.
    expect(first.hostGB).toBeCloseTo((4 * 8 * 2 * 2 * 8192 * 4096) / 1e9, 9);
    const parts = (['residual', 'attention', 'ffn'] as const).map(
      (part) => offloaded({ parts: [part] })[0].hostGB ?? NaN,
    );
    const [all] = offloaded({ parts: ['residual', 'attention', 'ffn'] });
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(all.hostGB ?? NaN, 9);
    expect(all.hostGB).toBeLessThanOrEqual(offloaded({})[0].hostGB ?? NaN);
  });

  it('of full recomputation are the inputs of layers', () => {
    const full = { ...base, recompute: 'full' as const };
    const [rank] = offloaded({}, full);
    expect(rank.hostGB).toBeCloseTo((4 * 8 * 2 * 8192 * 4096) / 1e9, 9);
    expect(offloaded({ parts: ['attention'] }, full)[0].hostGB).toBe(0);
  });

  it('are next to offloaded optimizer state, 12 bytes of each parameter in shards of two', () => {
    const state = { kind: 'adamw', offload: true } as const;
    const [rank] = ranksOf({ ...base, optimizer: state });
    expect(rank.optimizerGB).toBe(0);
    expect(rank.hostGB).toBeCloseTo(plain[0].optimizerGB, 9);
    const [both] = offloaded({ layers: 1 }, { ...base, optimizer: state });
    expect(both.hostGB).toBeCloseTo(plain[0].optimizerGB + 4 * layerGB, 9);
  });

  it('of one micro-batch whose backward allocates gradients leave its moments', () => {
    const single: WorkloadSpec = {
      ...base,
      parallelism: { ...base.parallelism, pipeline: 1, data: 8, zeroStage: 0 },
      batch: { ...base.batch, globalSequences: 8 },
      optimizer: { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2 },
      stageLayers: [32],
    };
    const less = ranksOf(single)[0].totalGB - offloaded({ layers: 16 }, single)[0].totalGB;
    expect(less).toBeGreaterThan(10 * layerGB);
    expect(less).toBeLessThan(16 * layerGB * 1.045);
  });
});
