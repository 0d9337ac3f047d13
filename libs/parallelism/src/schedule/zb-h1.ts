/**
 * ZB-H1 and ZB1P (Qi et al., "Zero Bubble Pipeline Parallelism", ICLR'24): 1F1B with the weight gradients
 * split off, and no more activations than it. Rank r starts them r micro-batches late, so every rank holds
 * the same number of activations (P), and runs the late ones in the drain (figure 3, top).
 *
 * ZB1P names the best schedule within that memory, which the paper searches for. Without transfers there is
 * nothing to search. Let a rank hold at most P activations, each from its F to its W. Then, whatever the
 * times of F, B (input) and W, the bubble is at least the largest of
 * - (P - 1) B: rank 0 can run but P forwards before its first gradient, which comes P forwards and P - 1
 * backwards after the start;
 * - (P - 1) F: the last rank starts so late;
 * - (P - 1)(F + B - W): moreover, when the last rank ends its last B, at most P of its weight gradients are
 * left, while (P - 1) B and a W follow elsewhere; and this order reaches it (zb-h1.spec.ts). With transfers
 * or uneven stages a search could do better; there is none here.
 *
 * The published runtime (sail-sg/zero-bubble-pipeline-parallelism, zb_schedules.py) keeps the handles of its
 * sends until the step ends and waits for a receive before the op that needs it: sends are eager in both
 * modes.
 */
import { type ScheduleName } from './schedule-name.js';
import { ScheduleBuilder } from './builder.js';
import { type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

export function zbH1(ranks: number, microBatches: number): Schedule {
  return lateWeights('zb-h1', ranks, microBatches);
}

export function zb1p(ranks: number, microBatches: number): Schedule {
  return lateWeights('zb1p', ranks, microBatches);
}

function lateWeights(name: ScheduleName, ranks: number, microBatches: number): Schedule {
  const size = { ranks, microBatches, sends: 'eager' } as const;
  const builder = new ScheduleBuilder(size, roundRobinStages(ranks, 1), 3 * ranks * microBatches);
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
  return builder.finish(name);
}
