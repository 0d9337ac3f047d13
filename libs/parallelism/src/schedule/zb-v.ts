/**
 * ZB-V (Qi et al., arXiv 2401.10241 v2, section 6): two half-size chunks per device in a V, weight gradients
 * split off. At F = B input = W no rank idles between its first and its last op, with the activations of 1F1B
 * (2P half-size chunks on every rank). Sends are eager in both modes, as in zb-h1.ts.
 */
import { ScheduleBuilder } from './builder.js';
import { type Schedule } from './schedule.js';
import { vShapeStages } from './stage-map.js';

export function zbV(ranks: number, microBatches: number): Schedule {
  const size = { ranks, microBatches, sends: 'eager' } as const;
  const builder = new ScheduleBuilder(size, vShapeStages(ranks), 6 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank += 1) writeRank(builder, ranks, rank, microBatches);
  return builder.finish('zb-v');
}

/**
 * Way down (chunk 0) and way up (chunk 1) of one rank. With fewer than 2P - 1 micro-batches the program is
 * that of 2P - 1 with the others left out.
 */
function writeRank(builder: ScheduleBuilder, ranks: number, rank: number, microBatches: number): void {
  const turns = Math.max(microBatches, 2 * ranks - 1);
  const stage = [rank, 2 * ranks - 1 - rank] as const;
  const forwards = [0, 0];
  const backwards = [0, 0];
  const weights = [0, 0];
  const forward = (chunk: 0 | 1): void => {
    const i = forwards[chunk]++;
    if (i < microBatches) builder.forward(stage[chunk], i);
  };
  const backward = (chunk: 0 | 1): void => {
    const i = backwards[chunk]++;
    if (i < microBatches) builder.backwardInput(stage[chunk], i);
  };
  const weight = (chunk: 0 | 1): void => {
    const i = weights[chunk]++;
    if (i < microBatches) builder.weight(stage[chunk], i);
  };

  // Fill the way down until the first micro-batch has come back up.
  for (let i = 0; i < 2 * (ranks - rank) - 1; i += 1) forward(0);
  for (let i = 0; i < rank; i += 1) {
    forward(1);
    forward(0);
  }
  // The way back: its gradients come from the other arm of the V.
  for (let i = 0; i < ranks - rank; i += 1) {
    forward(1);
    backward(1);
    weight(1);
  }
  // Steady: both arms in turn, until every forward is done.
  while (forwards[1] < turns) {
    if (forwards[0] < turns) forward(0);
    backward(0);
    weight(0);
    forward(1);
    backward(1);
    weight(1);
  }
  // Drain: gradients first while another rank waits for them, weight gradients into the gaps.
  for (let i = 0; i < rank; i += 1) {
    backward(0);
    backward(1);
  }
  for (let i = 0; i < ranks - rank; i += 1) {
    backward(0);
    weight(0);
  }
  while (weights[1] < turns) weight(1);
  while (weights[0] < turns) weight(0);
  builder.endRank();
}
