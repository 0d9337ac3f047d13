/**
 * ZB-H1 (Qi et al., "Zero Bubble Pipeline Parallelism", ICLR'24, figure 3 top): 1F1B with the weight gradients split off.
 * Rank r starts them r micro-batches late, so every rank holds the same number of activations (P), and runs the late ones in the drain.
 * Bubble (P - 1)(F + B input - W) at F = B input = W.
 */
import { ScheduleBuilder } from './builder.js';
import { type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

export function zbH1(ranks: number, microBatches: number): Schedule {
  const builder = new ScheduleBuilder(ranks, microBatches, 3 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank += 1) {
    const warmUp = Math.min(ranks - rank - 1, microBatches);
    for (let i = 0; i < warmUp; i += 1) builder.forward(rank, i);
    for (let i = 0; i < microBatches; i += 1) {
      if (warmUp + i < microBatches) builder.forward(rank, warmUp + i);
      builder.backwardInput(rank, i);
      if (i >= rank) builder.weight(rank, i - rank);
    }
    for (let i = Math.max(microBatches - rank, 0); i < microBatches; i += 1) builder.weight(rank, i);
    builder.endRank();
  }
  return builder.finish('zb-h1', roundRobinStages(ranks, 1));
}
