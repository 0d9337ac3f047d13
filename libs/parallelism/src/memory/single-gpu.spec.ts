/** One GPU, by hand: mixed-precision AdamW as in Megatron-LM, nothing sharded, nothing recomputed. */
import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '../model/index.js';
import { WORKLOADS, assignStages, type WorkloadSpec } from '../plan/index.js';
import { scheduleFor } from '../schedule/index.js';
import { estimateMemory } from './index.js';

const model = MODELS['llama3.2-1b']!;
const T = 4096;
const workload: WorkloadSpec = {
  ...WORKLOADS['llama3-8b']!,
  model,
  parallelism: { pipeline: 1, tensor: 1, expert: 1, data: 1, zeroStage: 1, placement: 'packed' },
  batch: { sequenceLength: T, globalSequences: 4, microBatchSequences: 1 },
  recompute: 'none',
};

describe('Llama 3.2 1B on one GPU', () => {
  const cluster = CLUSTERS['h200-256-mpft']!;
  const stages = assignStages(workload, 1, { kinds: [1], embedding: 0, head: 0, mtp: 0 });
  const schedule = scheduleFor({
    name: '1f1b',
    ranks: 1,
    microBatches: 4,
    chunksPerDevice: 1,
    sends: 'eager',
  });
  const [rank] = estimateMemory(cluster, workload, { schedule, stages }).ranks;

  it('holds 18 bytes for each of its 1,235,814,400 parameters: 2 + 4 + 12', () => {
    expect(rank!.parametersGB).toBeCloseTo(2 * 1.2358144, 9);
    expect(rank!.gradientsGB).toBeCloseTo(4 * 1.2358144, 9);
    expect(rank!.optimizerGB).toBeCloseTo(12 * 1.2358144, 9);
  });

  it('keeps of each of 16 layers what its backward reads, and BF16 logits', () => {
    // Two residual inputs, two normed inputs; 32 + 16 heads of 64, output, row sums; gate, up, product.
    const layer = 4 * 2 * T * 2048 + 2 * T * 48 * 64 + 2 * T * 2048 + 4 * T * 32 + 3 * 2 * T * 8192;
    const head = 2 * T * 2048 + 2 * T * 128_256;
    expect(rank!.activationsGB).toBeCloseTo((16 * layer + head) / 1e9, 9);
  });

  it('adds up', () => {
    const { parametersGB, gradientsGB, optimizerGB, activationsGB, buffersGB, reserveGB, totalGB } = rank!;
    expect(totalGB).toBeCloseTo(
      parametersGB + gradientsGB + optimizerGB + activationsGB + buffersGB + reserveGB,
      9,
    );
  });
});
