/**
 * 1F1B whose steady state runs the forward of one micro-batch and the backward of another as one overlapped
 * op, so that the exchange of expert tokens of each hides behind the computation of the other: Megatron-LM's
 * `overlap_moe_expert_parallel_comm` (core/pipeline_parallel/combined_1f1b.py). One forward more precedes the
 * steady state, so that the two of an op never wait for each other (`get_pp_rank_microbatches`); a lone stage
 * has no pipeline and begins with a single forward. Sends run on a stream of their own alongside the last
 * layer's backward: a rank does not wait for them.
 */
import { ScheduleBuilder, type ScheduleSize } from './builder.js';
import { groupSizes, turnsOf } from './one-f-one-b.js';
import { type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

interface PairedSize extends ScheduleSize {
  readonly chunksPerDevice: number;
  readonly name: '1f1b' | 'interleaved';
}

/** Forwards of a rank before its first overlapped op. */
function warmUpOf(rank: number, ranks: number, microBatches: number, chunks: number): number {
  const group = groupSizes(microBatches, ranks)[0] ?? 0;
  return Math.min(2 * (ranks - rank - 1) + (chunks - 1) * group + 1, microBatches * chunks);
}

/** Overlapped ops of all ranks. */
export function pairsOf(ranks: number, microBatches: number, chunks: number): number {
  let pairs = 0;
  for (let rank = 0; rank < ranks; rank += 1)
    pairs += microBatches * chunks - warmUpOf(rank, ranks, microBatches, chunks);
  return pairs;
}

export function pairedOneForwardOneBackward({ name, chunksPerDevice, ...size }: PairedSize): Schedule {
  const { ranks, microBatches } = size;
  const chunks = name === '1f1b' ? 1 : chunksPerDevice;
  const builder = new ScheduleBuilder(
    { ...size, sends: 'eager' },
    roundRobinStages(ranks, chunks),
    2 * ranks * microBatches * chunks - pairsOf(ranks, microBatches, chunks),
  );
  const { chunk, microBatch } = turnsOf(groupSizes(microBatches, ranks), chunks);
  const total = chunk.length;
  for (let rank = 0; rank < ranks; rank += 1) {
    const forwardStage = (turn: number): number => chunk[turn] * ranks + rank;
    const backwardStage = (turn: number): number => (chunks - 1 - chunk[turn]) * ranks + rank;
    const warmUp = warmUpOf(rank, ranks, microBatches, chunks);
    for (let turn = 0; turn < warmUp; turn += 1) builder.forward(forwardStage(turn), microBatch[turn]);
    for (let turn = 0; warmUp + turn < total; turn += 1)
      builder.forwardBackward(
        forwardStage(warmUp + turn),
        microBatch[warmUp + turn],
        backwardStage(turn),
        microBatch[turn],
      );
    for (let turn = total - warmUp; turn < total; turn += 1)
      builder.backwardFull(backwardStage(turn), microBatch[turn]);
    builder.endRank();
  }
  return builder.finish(name);
}
