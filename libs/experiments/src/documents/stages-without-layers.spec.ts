/**
 * Stages of the embedding or the loss alone: Qwen3-235B, 94 layers on 96 stages of one layer each, but for
 * the first and the last (as Megatron's `--account-for-embedding-in-pipeline-split` lays it).
 */
import { prepareExperiment, runExperiment } from '../index.js';

const layers = [0, ...Array<number>(94).fill(1), 0];
const document = (stageLayers: readonly number[]) => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  cluster: { preset: 'h200-256-mpft' },
  workload: {
    model: { preset: 'qwen3-235b-a22b' },
    parallelism: { pipeline: 8, tensor: 1, expert: 32 },
    batch: { sequenceLength: 4096, globalSequences: 1024 },
    schedule: { name: 'interleaved', chunksPerDevice: stageLayers.length / 8 },
    recompute: 'full',
    stageLayers,
  },
});
interface Stage {
  readonly layers: number;
  readonly embedding: boolean;
  readonly head: boolean;
  readonly forwardMs: number;
}

describe('94 layers on 96 stages', () => {
  const stages = runExperiment(prepareExperiment(document(layers))).breakdown['stages'] as readonly Stage[];

  it('run, the first with the embedding alone and the last with the loss alone', () => {
    expect(stages.map((stage) => stage.layers)).toEqual(layers);
    expect([stages[0]!.embedding, stages[95]!.head]).toEqual([true, true]);
  });

  it('cost what they hold: a layer each, less for the lookup', () => {
    const [first, second, third] = stages as [Stage, Stage, Stage];
    expect(second.forwardMs).toBeCloseTo(third.forwardMs, 9);
    expect(first.forwardMs).toBeGreaterThan(0);
    expect(first.forwardMs).toBeLessThan(second.forwardMs / 10);
  });
});
