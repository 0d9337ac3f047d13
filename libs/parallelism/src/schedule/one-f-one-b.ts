/**
 * 1F1B (PipeDream-Flush; Narayanan et al., SC'21, figure 3) and its interleaved form (figure 4).
 * Bubble (P - 1)(F + B), divided by the chunks per device when interleaved; at most P activations of a stage
 * are kept (plain).
 */
import { invariant } from '@railyard/base';
import { ScheduleBuilder } from './builder.js';
import { type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

export function oneForwardOneBackward(ranks: number, microBatches: number): Schedule {
  const builder = new ScheduleBuilder(ranks, microBatches, 2 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank += 1) {
    const warmUp = Math.min(ranks - rank - 1, microBatches);
    for (let i = 0; i < warmUp; i += 1) builder.forward(rank, i);
    for (let i = 0; i < microBatches - warmUp; i += 1) {
      builder.forward(rank, warmUp + i);
      builder.backwardFull(rank, i);
    }
    for (let i = microBatches - warmUp; i < microBatches; i += 1) builder.backwardFull(rank, i);
    builder.endRank();
  }
  return builder.finish('1f1b', roundRobinStages(ranks, 1));
}

/**
 * Micro-batches pass in groups of `ranks`: a group runs through a device's first chunk, then its second, and
 * so on.
 */
export function interleaved(ranks: number, microBatches: number, chunks: number): Schedule {
  invariant(microBatches % ranks === 0, 'interleaved 1F1B needs micro-batches divisible by ranks', {
    microBatches,
    ranks,
  });
  const total = microBatches * chunks;
  const builder = new ScheduleBuilder(ranks, microBatches, 2 * ranks * total);
  const group = ranks * chunks;
  const chunkOf = (turn: number): number => Math.floor((turn % group) / ranks);
  const microBatchOf = (turn: number): number => Math.floor(turn / group) * ranks + (turn % ranks);
  for (let rank = 0; rank < ranks; rank += 1) {
    const forward = (turn: number): void => builder.forward(chunkOf(turn) * ranks + rank, microBatchOf(turn));
    const backward = (turn: number): void =>
      builder.backwardFull((chunks - 1 - chunkOf(turn)) * ranks + rank, microBatchOf(turn));
    // One chunk has no way back to wait for: the warm-up of plain 1F1B.
    const fill = chunks === 1 ? ranks - rank - 1 : 2 * (ranks - rank - 1) + (chunks - 1) * ranks;
    const warmUp = Math.min(fill, total);
    for (let turn = 0; turn < warmUp; turn += 1) forward(turn);
    for (let turn = 0; turn < total - warmUp; turn += 1) {
      forward(warmUp + turn);
      backward(turn);
    }
    for (let turn = total - warmUp; turn < total; turn += 1) backward(turn);
    builder.endRank();
  }
  return builder.finish('interleaved', roundRobinStages(ranks, chunks));
}
