/** Activations in flight: walks a schedule and finds the most bytes that each rank holds at once. */
import { OpKind, type Schedule } from '../schedule/index.js';

export interface InFlight {
  /** [ranks] peak bytes of kept activations. */
  readonly bytes: Float64Array;
  /** [ranks] micro-batches in flight on the rank at its peak of bytes, over all its stages. */
  readonly microBatches: Int32Array;
}

/**
 * `stageBytes`: [stages] kept by one micro-batch. Held from the start of the forward to the end of the weight
 * gradient, on every schedule; an overlapped pair holds both of its micro-batches while it runs.
 */
export function peakActivationBytes(schedule: Schedule, stageBytes: ArrayLike<number>): InFlight {
  const bytes = new Float64Array(schedule.ranks);
  const microBatches = new Int32Array(schedule.ranks);
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    let held = 0;
    let count = 0;
    for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
      const kind = schedule.kind[op];
      if (kind === OpKind.F || kind === OpKind.FB) {
        held += stageBytes[schedule.forwardStage[op]];
        count += 1;
        if (held > bytes[rank]) {
          bytes[rank] = held;
          microBatches[rank] = count;
        }
      }
      if (kind === OpKind.BW || kind === OpKind.W || kind === OpKind.FB) {
        held -= stageBytes[schedule.backwardStage[op]];
        count -= 1;
      }
    }
  }
  return { bytes, microBatches };
}

/** Stages whose weights each rank holds, in order. */
export function stagesOfRank(schedule: Schedule, rank: number): readonly number[] {
  const stages = new Set<number>();
  for (let i = 0; i < schedule.directions * schedule.stages; i += 1)
    if (schedule.stageRank[i] === rank) stages.add(i % schedule.stages);
  return [...stages].sort((a, b) => a - b);
}
