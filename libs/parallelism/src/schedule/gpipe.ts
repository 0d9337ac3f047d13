/**
 * GPipe (Huang et al., 2019, figure 2c): all forwards, then all backwards, the last micro-batch first.
 * Bubble (P - 1)(F + B); every rank keeps the activations of all micro-batches. The publication does not say
 * that a rank waits for what it sends, so sends are eager in both modes.
 */
import { ScheduleBuilder } from './builder.js';
import { type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

export function gpipe(ranks: number, microBatches: number): Schedule {
  const size = { ranks, microBatches, sends: 'eager' } as const;
  const builder = new ScheduleBuilder(size, roundRobinStages(ranks, 1), 2 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank += 1) {
    for (let i = 0; i < microBatches; i += 1) builder.forward(rank, i);
    for (let i = microBatches - 1; i >= 0; i -= 1) builder.backwardFull(rank, i);
    builder.endRank();
  }
  return builder.finish('gpipe');
}
