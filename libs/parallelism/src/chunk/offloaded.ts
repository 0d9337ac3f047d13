/**
 * A chunk whose kept activations wait in the host's memory. A layer's are copied down once its forward has
 * passed, one layer after the other, alongside the layers behind it; they are fetched alongside the backward
 * of the layers behind, in the opposite order. As many layers as stay on the device, and two more, have room
 * there (Transformer Engine's double buffer): the forward waits for the oldest copy where there is no room,
 * the backward for the layer that it needs. What is left at the end of a pass is waited for.
 */
import { type Constant, measured } from '@railyard/base';
import { type ChunkTime } from './alone.js';
import { COPIED_LAYERS } from '../plan/index.js';
import { concurrentSeconds } from './concurrent.js';
import { type RoutingView } from './routing-view.js';
import { type ShardTimes, type StageCopies, type StageShards, type StageTimes } from './section-times.js';
import { ShardedChunk, type ShardedTime } from './sharded.js';

const SOURCE =
  'H200, torch 2.11: 8192^3 in BF16 back to back during copies of pinned memory; ' +
  'a sum over 1 GiB takes 1.4 % more';
/** How many times longer computation takes alongside a copy to the host. */
export const BESIDE_COPY_DOWN: Constant = measured(1.033, '', SOURCE);
/** Alongside one from the host. */
export const BESIDE_COPY_UP: Constant = measured(1.1, '', SOURCE);

/** Ends of a pass's units without copies, seconds from its start. */
type UnitEnds = readonly number[];

const NO_SHARD: ShardTimes = { forwardGather: 0, backwardGather: 0, reduce: 0, cast: 0 };

/** Of a stage that gathers and reduces nothing meanwhile. */
const unsharded = (stage: StageTimes): StageShards => ({
  entry: NO_SHARD,
  layers: stage.layers.map(() => NO_SHARD),
  exit: NO_SHARD,
  overlapsGather: true,
  overlapsReduction: true,
  besideEntry: stage.entry,
  besideExit: stage.exit,
});

export class OffloadedChunk {
  private ends: number[] = [];
  private readonly chunk: ShardedChunk;

  constructor(routing: RoutingView) {
    const ignore = (): void => undefined;
    const unit = (place: number, startS: number, seconds: number): void => {
      this.ends[place] = startS + seconds;
    };
    this.chunk = new ShardedChunk(routing, { unit, gather: ignore, reduce: ignore });
  }

  /** @param shards what is gathered meanwhile; undefined: nothing */
  forward(
    stage: StageTimes,
    copies: StageCopies,
    shards: StageShards | undefined,
    microBatch: number,
    out: ChunkTime,
  ): void {
    this.ends = [];
    this.chunk.forward(stage, shards ?? unsharded(stage), microBatch, out);
    forwardWithCopies(this.unitEnds(out), stage, copies, out);
  }

  /** @param once of the last backward of a step, whose gradients are reduced from it on */
  backward(
    stage: StageTimes,
    copies: StageCopies,
    shards: StageShards | undefined,
    once: StageShards | undefined,
    microBatch: number,
    out: ShardedTime,
  ): void {
    this.ends = [];
    if (once === undefined) this.chunk.backward(stage, shards ?? unsharded(stage), microBatch, out);
    else this.chunk.lastBackward(stage, once, microBatch, out);
    backwardWithCopies(this.unitEnds(out), stage, copies, out);
  }

  /** The last unit with what follows it: a reduction that is waited for. */
  private unitEnds({ duration }: ChunkTime): UnitEnds {
    return [...this.ends.slice(0, -1), duration];
  }
}

/** Units are the embedding, the layers, what follows them. */
function forwardWithCopies(ends: UnitEnds, stage: StageTimes, copies: StageCopies, out: ChunkTime): void {
  const { layers } = copies;
  const stays = stage.layers.length - layers.length;
  const copied: number[] = [];
  const clock = new PassClock(BESIDE_COPY_DOWN.value);
  ends.forEach((end, unit) => {
    const layer = unit - 1;
    clock.wait(copied[layer - stays - COPIED_LAYERS] ?? 0);
    clock.run(end - (ends[unit - 1] ?? 0));
    const seconds = layer < 0 ? undefined : layers[layer];
    if (seconds !== undefined) copied.push(clock.copy(seconds));
  });
  clock.wait(copied.at(-1) ?? 0);
  clock.write(out);
}

/** Units are what follows the layers, the layers from the last, the embedding. */
function backwardWithCopies(ends: UnitEnds, stage: StageTimes, copies: StageCopies, out: ChunkTime): void {
  const fetched = copies.layers.toReversed();
  const stays = stage.layers.length - fetched.length;
  const there: number[] = [];
  const clock = new PassClock(BESIDE_COPY_UP.value);
  ends.forEach((end, unit) => {
    // Of the layers before this unit's each has left room for another.
    const layer = unit - 1;
    const room = Math.min(fetched.length, COPIED_LAYERS + Math.max(0, layer));
    while (there.length < room) there.push(clock.copy(fetched[there.length] ?? 0));
    clock.wait(there[layer - stays] ?? 0);
    clock.run(end - (ends[unit - 1] ?? 0));
  });
  clock.write(out);
}

/** Computation and a queue of copies alongside it. */
class PassClock {
  private now = 0;
  private busyUntil = 0;
  private waited = 0;

  /** @param slowed how many times longer computation takes alongside a copy */
  constructor(private readonly slowed: number) {}

  wait(until: number): void {
    this.waited += Math.max(0, until - this.now);
    this.now = Math.max(this.now, until);
  }

  run(seconds: number): void {
    const slowed = this.slowed * seconds;
    const beside = Math.min(slowed, Math.max(0, this.busyUntil - this.now));
    this.now += concurrentSeconds(seconds, slowed, beside).seconds;
  }

  /** When the copy ends that begins as soon as those before it have. */
  copy(seconds: number): number {
    this.busyUntil = Math.max(this.busyUntil, this.now) + seconds;
    return this.busyUntil;
  }

  write(out: ChunkTime): void {
    out.duration = this.now;
    out.exposed += this.waited;
  }
}
