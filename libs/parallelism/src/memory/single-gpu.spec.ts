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
    // Two residual inputs, two normed inputs; 32 + 16 heads of 64, rotated queries and keys, output, row
    // sums; gate, up, product.
    const attention = 2 * T * 48 * 64 + 2 * T * 40 * 64 + 2 * T * 2048 + 4 * T * 32;
    const layer = 4 * 2 * T * 2048 + attention + 3 * 2 * T * 8192;
    const head = 2 * T * 2048 + 2 * T * 128_256;
    expect(rank!.activationsGB).toBeCloseTo((16 * layer + head) / 1e9, 9);
  });

  it('holds 8 bytes of each with AdamW in BF16 and no master weights, gradients where they are made', () => {
    const optimizer = { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2 } as const;
    const plan = { schedule, stages };
    const of = (changed: Partial<WorkloadSpec>) =>
      estimateMemory(cluster, { ...workload, optimizer, ...changed }, plan).ranks[0]!;
    const accumulated = of({});
    expect(accumulated.parametersGB + accumulated.gradientsGB + accumulated.optimizerGB).toBeCloseTo(
      8 * 1.2358144,
      9,
    );
    // One micro-batch: at the loss no gradient is there yet; weights and moments are 6 bytes.
    const once = of({ batch: { sequenceLength: T, globalSequences: 1, microBatchSequences: 1 } });
    expect(once.gradientsGB).toBe(0);
    expect(once.parametersGB + once.optimizerGB).toBeCloseTo(6 * 1.2358144, 9);
    expect(once.activationsGB).toBeCloseTo(rank!.activationsGB, 9);
    // With less to keep the end of the backward is fullest: all gradients.
    const short = { sequenceLength: 256, globalSequences: 1, microBatchSequences: 1 };
    const brief = of({ batch: short });
    expect(brief.gradientsGB).toBeCloseTo(2 * 1.2358144, 2);
    expect(brief.contextGB).toBe(0.8);
  });

  it('holds no optimizer state where that is offloaded', () => {
    const optimizer = { kind: 'adamw', offload: true } as const;
    const [offloaded] = estimateMemory(cluster, { ...workload, optimizer }, { schedule, stages }).ranks;
    expect(offloaded!.optimizerGB).toBe(0);
    expect(offloaded!.parametersGB).toBe(rank!.parametersGB);
  });

  it('adds up', () => {
    const { parametersGB, gradientsGB, optimizerGB, activationsGB, buffersGB, reserveGB, totalGB } = rank!;
    expect(totalGB).toBeCloseTo(
      parametersGB + gradientsGB + optimizerGB + activationsGB + buffersGB + reserveGB,
      9,
    );
  });
});
