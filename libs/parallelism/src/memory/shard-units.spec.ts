/** Units of a stage, and what a GPU holds of state in shards. */
import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '../model/index.js';
import { type ParallelismSpec, WORKLOADS, type WorkloadSpec, assignStages } from '../plan/index.js';
import { scheduleFor } from '../schedule/index.js';
import { estimateMemory, rankParameters, stageUnits } from './index.js';

const base = WORKLOADS['llama3-8b']!;
const job = (name: string, parallelism: Partial<ParallelismSpec>): WorkloadSpec => ({
  ...base,
  model: MODELS[name]!,
  parallelism: { ...base.parallelism, pipeline: 1, tensor: 1, data: 8, ...parallelism },
  batch: { sequenceLength: 4096, globalSequences: 8, microBatchSequences: 1 },
});
const stagesOf = (workload: WorkloadSpec) =>
  assignStages(workload, workload.parallelism.pipeline, {
    kinds: [1, 1, 1, 1, 1],
    embedding: 0,
    head: 0,
    mtp: 0,
  });
const rankOf = (workload: WorkloadSpec) => {
  const schedule = scheduleFor({
    name: '1f1b',
    ranks: workload.parallelism.pipeline,
    microBatches: 1,
    chunksPerDevice: 1,
    sends: 'eager',
  });
  return estimateMemory(CLUSTERS['h800-2048-mpft']!, workload, { schedule, stages: stagesOf(workload) })
    .ranks[0]!;
};

it.each(['llama3-8b', 'llama3.2-1b', 'deepseek-v3', 'gpt-oss-120b', 'qwen3-30b-a3b'])(
  'the units of %s are its parameters',
  (name) => {
    const workload = job(name, { pipeline: 2, data: 4, expert: 1, tensor: 2 });
    for (const stage of stagesOf(workload)) {
      const { entry, layers, exit } = stageUnits(workload, stage);
      const all = [entry, ...layers, exit];
      for (const part of ['dense', 'routed'] as const)
        expect(
          all.reduce((sum, unit) => sum + unit[part], 0) / (rankParameters(workload, [stage])[part] || 1),
        ).toBeCloseTo(part === 'routed' && MODELS[name]!.moe === undefined ? 0 : 1, 9);
    }
  },
);

describe('Llama 3.2 1B over eight GPUs', () => {
  /** The table is shared with the head; a layer has 60,821,504. */
  const [ALL, LAYER, TABLE, NORM] = [1_235_814_400, 60_821_504, 262_668_288, 2048];
  const of = (parallelism: Partial<ParallelismSpec>) => rankOf(job('llama3.2-1b', parallelism));
  const shard = ALL / 8;

  it('keeps an eighth of what is sharded', () => {
    const bytes = ({ parametersGB, gradientsGB, optimizerGB }: ReturnType<typeof of>) =>
      [parametersGB, gradientsGB, optimizerGB].map((gb) => Math.round(gb * 1e9));
    expect(bytes(of({ zeroStage: 0 }))).toEqual([2 * ALL, 4 * ALL, 12 * ALL]);
    expect(bytes(of({ zeroStage: 1 }))).toEqual([2 * ALL, 4 * ALL, 12 * shard]);
    expect(bytes(of({ zeroStage: 2 }))).toEqual([2 * ALL, 4 * shard, 12 * shard]);
    expect(bytes(of({ zeroStage: 3 }))).toEqual([2 * shard, 4 * shard, 12 * shard]);
    expect(bytes(of({ zeroStage: 3, reshardAfterForward: false }))).toEqual([
      2 * (ALL + shard),
      4 * shard,
      12 * shard,
    ]);
    expect(bytes(of({ zeroStage: 3, shardingGroup: 2 }))).toEqual([2 * 4 * shard, 16 * shard, 48 * shard]);
  });

  it('has room for the unit that runs and the next, and for gradients of two', () => {
    const room = (zeroStage: 1 | 2 | 3) => of({ zeroStage }).buffersGB - of({ zeroStage: 1 }).buffersGB;
    const gradients = 4 * (TABLE + LAYER);
    expect(1e9 * room(2)).toBeCloseTo(gradients, 0);
    expect(1e9 * room(3)).toBeCloseTo(gradients + 2 * (TABLE + LAYER + NORM), 0);
  });

  it('has room for each unit that is fetched ahead', () => {
    const room = (prefetch?: number) => of({ zeroStage: 3, ...(prefetch && { prefetch }) }).buffersGB;
    expect(room(1)).toBe(room());
    expect(1e9 * (room(3) - room())).toBeCloseTo(2 * 2 * LAYER, 0);
  });

  it.each([0, 1, 2, 3] as const)('adds up with ZeRO-%i', (zeroStage) => {
    const { parametersGB, gradientsGB, optimizerGB, activationsGB, buffersGB, reserveGB, totalGB } = of({
      zeroStage,
    });
    const sum = parametersGB + gradientsGB + optimizerGB + activationsGB + buffersGB + reserveGB;
    expect(totalGB).toBeCloseTo(sum, 9);
  });
});
