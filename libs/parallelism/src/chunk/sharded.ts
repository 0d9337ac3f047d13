/**
 * A chunk whose weights are in shards, or whose gradients are reduced micro-batch by micro-batch. Forward,
 * the weights of the next layer are gathered while a layer is computed; backward, those of the layer before,
 * and the gradients of the layer after are reduced (PyTorch FSDP2: one layer is fetched ahead, one reduction
 * is on its way). Both share the network, and what does not fit alongside a layer is waited for. Where more
 * layers are fetched ahead, theirs take the time that is left alongside a layer.
 */
import { concurrentSeconds } from './concurrent.js';
import { type RoutingView } from './routing-view.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  type PhaseTimes,
  type ShardTimes,
  type SectionTimes,
  type StageShards,
  type StageTimes,
  at,
  exposedRepeated,
  repeatedAttention,
  repeatedMlp,
} from './section-times.js';
import { type ChunkTime } from './alone.js';

export interface ShardedTime extends ChunkTime {
  /** Of a backward: what its weight gradients take alone. */
  weightPart: number;
  /** Seconds of reductions that are left at its end. */
  unreduced: number;
}

/** One unit's pass: its computation alone and with a collective alongside it, and its own collectives. */
interface UnitPass {
  readonly alone: number;
  readonly slowed: number;
  readonly gather: number;
  readonly reduce: number;
}

/** What of a chunk's units is recorded for drawing; seconds from the start of the chunk. */
export interface UnitObserver {
  /** A unit in its place among those of its pass, and the seconds it takes with what runs alongside it. */
  readonly unit: (place: number, startS: number, seconds: number) => void;
  readonly gather: (startS: number, seconds: number) => void;
  readonly reduce: (startS: number, seconds: number) => void;
}

export class ShardedChunk {
  private fullest = 1;
  private node = 1;
  /** Communication inside layers. */
  private inside = 0;

  constructor(
    private readonly routing: RoutingView,
    private readonly observer?: UnitObserver,
  ) {}

  forward(stage: StageTimes, shards: StageShards, microBatch: number, out: ChunkTime): void {
    this.inside = 0;
    const units = [
      edgePass(stage.entry, shards.besideEntry, shards.entry, 'forward'),
      ...stage.layers.map((layer, i) => this.layerForward(layer, shards.layers[i], microBatch)),
      edgePass(stage.exit, shards.besideExit, shards.exit, 'forward'),
    ];
    runUnits(units, shards, out, this.observer);
    out.exposed += this.inside;
    out.outputLag = 0;
  }

  /** The whole backward, of inputs and weights, layer by layer from the last. */
  backward(stage: StageTimes, shards: StageShards, microBatch: number, out: ShardedTime): void {
    const units = this.unitsBackward(stage, shards, microBatch, out);
    runUnits(units, shards, out, this.observer);
    out.exposed += this.inside;
    out.unreduced = 0;
  }

  /**
   * The last backward of a step, after which gradients are final: each unit's are reduced as soon as they are
   * there and no other reduction runs. Nothing waits for them but the optimizer.
   */
  lastBackward(stage: StageTimes, once: StageShards, microBatch: number, out: ShardedTime): void {
    const units = this.unitsBackward(stage, once, microBatch, out);
    let seconds = 0;
    let unreduced = 0;
    units.forEach(({ alone, slowed, reduce }, place) => {
      const beside = Math.min(unreduced, slowed);
      const took = concurrentSeconds(alone, slowed, beside).seconds;
      this.observer?.unit(place, seconds, took);
      seconds += took;
      this.observer?.reduce(seconds + (unreduced - beside), reduce);
      unreduced += reduce - beside;
    });
    out.duration = seconds;
    out.exposed = this.inside;
    out.unreduced = unreduced;
  }

  private unitsBackward(
    stage: StageTimes,
    shards: StageShards,
    microBatch: number,
    out: ShardedTime,
  ): readonly UnitPass[] {
    this.inside = 0;
    let weights = stage.entry.backwardWeight + stage.exit.backwardWeight;
    const layers = stage.layers.map((layer, i) => {
      const pass = this.layerBackward(layer, shards.layers[i], microBatch);
      weights += layer.alone.attentionWeight + at(layer.alone.mlpWeight, this.fullest);
      return pass;
    });
    out.outputLag = 0;
    out.weightPart = weights;
    return [
      edgePass(stage.exit, shards.besideExit, shards.exit, 'backward'),
      ...layers.reverse(),
      edgePass(stage.entry, shards.besideEntry, shards.entry, 'backward'),
    ];
  }

  private layerForward(layer: LayerTimes, shard: ShardTimes, microBatch: number): UnitPass {
    this.route(layer, microBatch);
    const exchanged = this.exchanged(layer, 'forward');
    this.inside += exchanged + layer.exposedInside.forward;
    const made = shard.cast + copied(shard, 'forward');
    return {
      alone: this.forwardOf(layer.alone) + exchanged + made,
      slowed: this.forwardOf(layer.beside ?? layer.alone) + exchanged + made,
      gather: shard.forwardGather,
      reduce: 0,
    };
  }

  private layerBackward(layer: LayerTimes, shard: ShardTimes, microBatch: number): UnitPass {
    this.route(layer, microBatch);
    const repeats = layer.repeatsForward === true;
    const exchanged = this.exchanged(layer, 'backward') + (repeats ? this.exchanged(layer, 'forward') : 0);
    const { exposedInside } = layer;
    this.inside += exchanged + exposedInside.backwardInput + exposedInside.backwardWeight;
    if (repeats) this.inside += exposedRepeated(layer);
    const made = (shard.backwardGather > 0 ? shard.cast : 0) + copied(shard, 'backward');
    const seconds = (sections: SectionTimes): number =>
      this.backwardOf(sections) + (repeats ? this.repeatedOf(sections) : 0) + exchanged + made;
    return {
      alone: seconds(layer.alone),
      slowed: seconds(layer.beside ?? layer.alone),
      gather: shard.backwardGather,
      reduce: shard.reduce,
    };
  }

  private forwardOf(sections: SectionTimes): number {
    return sections.attentionForward + at(sections.mlpForward, this.fullest);
  }

  private repeatedOf(sections: SectionTimes): number {
    return repeatedAttention(sections) + at(repeatedMlp(sections), this.fullest);
  }

  private backwardOf(sections: SectionTimes): number {
    return (
      sections.attentionBackward +
      sections.attentionWeight +
      at(sections.mlpBackward, this.fullest) +
      at(sections.mlpWeight, this.fullest)
    );
  }

  /** Dispatch and combine, which stand between the computations of a chunk alone. */
  private exchanged(layer: LayerTimes, pass: 'forward' | 'backward'): number {
    const collectives: ExpertCollectives | undefined = layer.collectives?.alone;
    if (collectives === undefined) return 0;
    return pass === 'forward'
      ? at(collectives.dispatchForward, this.node) + at(collectives.combineForward, this.node)
      : at(collectives.combineBackward, this.node) + at(collectives.dispatchBackward, this.node);
  }

  private route(layer: LayerTimes, microBatch: number): void {
    this.fullest = this.routing.fullestLoad(microBatch, layer.routingLayer);
    this.node = this.routing.nodeLoad(microBatch, layer.routingLayer);
  }
}

/** Copies of a unit's pass between the buffers of its collectives and its parameters. */
const copied = (
  { gatherIn = 0, gatherOut = 0, reduceIn = 0, backwardGather }: ShardTimes,
  pass: 'forward' | 'backward',
): number =>
  pass === 'forward' ? gatherIn + gatherOut : (backwardGather > 0 ? gatherIn + gatherOut : 0) + reduceIn;

function edgePass(
  alone: PhaseTimes,
  beside: PhaseTimes,
  shard: ShardTimes,
  pass: 'forward' | 'backward',
): UnitPass {
  const seconds = (times: PhaseTimes): number =>
    (pass === 'forward' ? times.forward : times.backwardInput + times.backwardWeight) + copied(shard, pass);
  return {
    alone: seconds(alone),
    slowed: seconds(beside),
    gather: pass === 'forward' ? shard.forwardGather : shard.backwardGather,
    reduce: pass === 'forward' ? 0 : shard.reduce,
  };
}

/**
 * Alongside a unit the next one's weights are gathered and the last one's gradients reduced, then weights of
 * units after the next as far as there is time; the first gather and the last reduction have nothing
 * alongside them.
 */
function runUnits(
  units: readonly UnitPass[],
  shards: StageShards,
  out: ChunkTime,
  observer: UnitObserver | undefined,
): void {
  let seconds = 0;
  let exposed = 0;
  const wait = (wire: number): void => {
    seconds += wire;
    exposed += wire;
  };
  /** [units] seconds of their gathers that are left. */
  const left = units.map(({ gather: whole }) => (shards.overlapsGather ? whole : 0));
  const ahead = shards.prefetch ?? 1;
  const reduceOf = (unit: UnitPass | undefined): number =>
    shards.overlapsReduction ? (unit?.reduce ?? 0) : 0;
  const gather = (wire: number): void => {
    observer?.gather(seconds, wire);
    wait(wire);
  };
  const reduce = (wire: number): void => {
    observer?.reduce(seconds, wire);
    wait(wire);
  };
  gather(left[0]);
  units.forEach((unit, i) => {
    if (!shards.overlapsGather) gather(unit.gather);
    const reduced = reduceOf(units[i - 1]);
    let gathered = left[i + 1] ?? 0;
    for (let k = i + 2; k <= Math.min(i + ahead, units.length - 1); k += 1) {
      const fits = Math.min(left[k], Math.max(0, unit.slowed - gathered - reduced));
      left[k] -= fits;
      gathered += fits;
    }
    const both = concurrentSeconds(unit.alone, unit.slowed, gathered + reduced);
    observer?.gather(seconds, gathered);
    observer?.reduce(seconds + gathered, reduced);
    observer?.unit(i, seconds, both.seconds);
    seconds += both.seconds;
    exposed += both.exposed;
    if (!shards.overlapsReduction) reduce(unit.reduce);
  });
  reduce(reduceOf(units.at(-1)));
  out.duration = seconds;
  out.exposed = exposed;
}
