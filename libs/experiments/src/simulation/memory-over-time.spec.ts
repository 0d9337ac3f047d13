import { type RankMemory } from '@railyard/parallelism';
import { prepareExperiment, runExperiment } from '../index.js';
import { type RankMemoryOverTime } from './memory-over-time.js';

function memoryOf(change: object, cluster: object = {}) {
  const { memory, metrics } = runExperiment(
    prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      ignoreMemory: true,
      cluster: { preset: 'h100-8', ...cluster },
      workload: {
        preset: 'llama3-8b',
        parallelism: { pipeline: 4, tensor: 1, data: 2 },
        batch: { sequenceLength: 2048, globalSequences: 32, microBatchSequences: 1 },
        ...change,
      },
    }),
  );
  return {
    stepTimeS: metrics.stepTimeS,
    ranks: memory['ranks'] as readonly RankMemory[],
    overTime: memory['overTime'] as readonly RankMemoryOverTime[],
  };
}

describe('memory over the time of a step', () => {
  it('begins and ends with the state, and reaches the peak of every rank under 1F1B', () => {
    const { ranks, overTime, stepTimeS } = memoryOf({});
    expect(overTime.map(({ rank }) => rank)).toEqual([0, 1, 2, 3]);
    overTime.forEach(({ timeS, allocatedGB }, i) => {
      const { parametersGB, gradientsGB, optimizerGB, allocatedGB: peakGB } = ranks[i]!;
      expect(allocatedGB[0]).toBeCloseTo(parametersGB + gradientsGB + optimizerGB, 9);
      expect(allocatedGB.at(-1)).toBe(allocatedGB[0]);
      expect(Math.max(...allocatedGB)).toBeCloseTo(peakGB, i === 3 ? 1 : 9);
      expect(timeS.at(-1)).toBeCloseTo(stepTimeS, 9);
      expect([...timeS].sort((a, b) => a - b)).toEqual(timeS);
    });
    // Rank 0 holds four micro-batches, rank 3 one.
    expect(ranks.map(({ inFlight }) => inFlight)).toEqual([4, 3, 2, 1]);
  });

  it('reaches the peak where a schedule holds both micro-batches of a pair', () => {
    const { ranks, overTime } = memoryOf({ schedule: { name: 'dualpipe', chunksPerDevice: 2 } });
    overTime.forEach(({ allocatedGB }, i) =>
      expect(Math.max(...allocatedGB)).toBeCloseTo(ranks[i]!.allocatedGB, 0),
    );
  });

  it('thins long steps, and keeps their peak', () => {
    const { ranks, overTime } = memoryOf({ batch: { globalSequences: 512, sequenceLength: 2048 } });
    overTime.forEach(({ timeS, allocatedGB }, i) => {
      expect(timeS.length).toBeLessThanOrEqual(128);
      expect(Math.max(...allocatedGB)).toBeCloseTo(ranks[i]!.allocatedGB, 1);
    });
  });

  it('shows gradients that the backward of a lone micro-batch allocates', () => {
    const { ranks, overTime } = memoryOf(
      {
        parallelism: { pipeline: 1, tensor: 1, data: 1, zeroStage: 0 },
        batch: { sequenceLength: 2048, globalSequences: 1, microBatchSequences: 1 },
        optimizer: { masterBytes: 0, momentBytes: 2, gradientBytes: 2 },
      },
      { nodes: 1, gpusPerNode: 1, nic: { perNode: 1 } },
    );
    const [{ allocatedGB }] = overTime as [RankMemoryOverTime];
    expect(allocatedGB[0]).toBeCloseTo(6 * 8.030261248, 6);
    expect(allocatedGB.at(-1)).toBeCloseTo(8 * 8.030261248, 2);
    expect(Math.max(...allocatedGB)).toBeCloseTo(ranks[0]!.allocatedGB, 9);
  });
});
