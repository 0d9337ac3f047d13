/** Activations in flight: walks a schedule once, and finds the moments at which each rank holds most. */
import { OpKind, type Schedule } from '../schedule/index.js';

export interface InFlight {
  /** [ranks] peak bytes of kept activations. */
  readonly bytes: Float64Array;
  /** [ranks] micro-batches in flight on the rank at its peak of bytes, over all its stages. */
  readonly microBatches: Int32Array;
}

/** The moments of a rank that none other exceeds in every stage, in their order. */
export interface FullestMoments {
  /** Stages whose weights the rank holds, in order. */
  readonly stages: readonly number[];
  /** [moments x stages] micro-batches of each stage whose activations are kept. */
  readonly counts: Int32Array;
}

const known = new WeakMap<Schedule, readonly FullestMoments[]>();

/**
 * [ranks] of a schedule, whatever a micro-batch keeps on each stage: the most that `peakActivationBytes`
 * finds is at one of them, up to rounding. Many layouts of a search have one schedule.
 */
export function fullestMoments(schedule: Schedule): readonly FullestMoments[] {
  let moments = known.get(schedule);
  if (moments === undefined) {
    moments = Array.from({ length: schedule.ranks }, (_, rank) => momentsOf(schedule, rank));
    known.set(schedule, moments);
  }
  return moments;
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

/** The most that a rank keeps at once. @param stageBytes [stages] kept by one micro-batch */
export function bytesInFlight({ stages, counts }: FullestMoments, stageBytes: ArrayLike<number>): number {
  let most = 0;
  for (let moment = 0; moment < counts.length; moment += stages.length) {
    let held = 0;
    for (let i = 0; i < stages.length; i += 1) held += counts[moment + i] * stageBytes[stages[i]];
    most = Math.max(most, held);
  }
  return most;
}

function momentsOf(schedule: Schedule, rank: number): FullestMoments {
  const { rankOffsets, kind, forwardStage, backwardStage } = schedule;
  const stages = stagesOfRank(schedule, rank);
  const places = new Int32Array(schedule.stages);
  stages.forEach((stage, place) => (places[stage] = place));
  const now = new Int32Array(stages.length);
  const fullest: Int32Array[] = [];
  for (let op = rankOffsets[rank]; op < rankOffsets[rank + 1]; op += 1) {
    const what = kind[op];
    const keeps = what === OpKind.F || what === OpKind.FB;
    if (keeps) now[places[forwardStage[op]]] += 1;
    const isNext = op + 1 < rankOffsets[rank + 1] && kind[op + 1] === OpKind.F;
    // A moment before another forward is exceeded by the next one.
    if (keeps && (what === OpKind.FB || !isNext)) keepFullest(fullest, now);
    if (what === OpKind.BW || what === OpKind.W || what === OpKind.FB) now[places[backwardStage[op]]] -= 1;
  }
  return { stages, counts: Int32Array.from(fullest.flatMap((moment) => [...moment])) };
}

/** Adds a moment unless another exceeds it, and takes out those that it exceeds. */
function keepFullest(fullest: Int32Array[], moment: Int32Array): void {
  for (let i = fullest.length - 1; i >= 0; i -= 1) if (covers(fullest[i], moment)) return;
  for (let i = fullest.length - 1; i >= 0; i -= 1) if (covers(moment, fullest[i])) fullest.splice(i, 1);
  fullest.push(moment.slice());
}

function covers(larger: Int32Array, smaller: Int32Array): boolean {
  for (let i = 0; i < larger.length; i += 1) if (larger[i] < smaller[i]) return false;
  return true;
}

/** Stages whose weights each rank holds, in order. */
export function stagesOfRank(schedule: Schedule, rank: number): readonly number[] {
  const stages = new Set<number>();
  for (let i = 0; i < schedule.directions * schedule.stages; i += 1)
    if (schedule.stageRank[i] === rank) stages.add(i % schedule.stages);
  return [...stages].sort((a, b) => a - b);
}
