/** Chunks of every sort, telling what they exchange and when: for traces. */
import { elementAt } from '@railyard/base';
import {
  type ChunkObserver,
  type LayerPlace,
  type WalkedLayer,
  walkBackward,
  walkForward,
} from './recorded-layer.js';
import { type PairSide, RecordedPair } from './recorded-pair.js';
import { type RoutingView } from './routing-view.js';
import { type StageShards } from './section-times.js';
import { ShardedChunk } from './sharded.js';

export class RecordedChunk {
  private readonly pairs: RecordedPair;

  constructor(
    private readonly view: RoutingView,
    private readonly observer: ChunkObserver,
  ) {
    this.pairs = new RecordedPair(view, observer);
  }

  pair(forward: PairSide, backward: PairSide): void {
    this.pairs.record(forward, backward);
  }

  forward(side: PairSide): void {
    let at = side.times.entry.forward;
    side.times.layers.forEach((_, layer) => {
      at = walkForward(this.walked(side, layer, 'forward', at), this.observer);
    });
  }

  /** @param withWeights a full backward, layer by layer */
  backward(side: PairSide, withWeights: boolean): void {
    const { exit, layers } = side.times;
    let at = exit.backwardInput + (withWeights ? exit.backwardWeight : 0);
    for (let layer = layers.length - 1; layer >= 0; layer -= 1)
      at = walkBackward(this.walked(side, layer, 'backward', at), withWeights, this.observer);
  }

  shardedForward(side: PairSide, shards: StageShards): void {
    const observer = this.unitObserver((place, startS) => {
      const layer = place - 1;
      if (layer >= 0 && layer < side.times.layers.length)
        walkForward(this.walked(side, layer, 'forward', startS), this.observer);
    });
    observer.forward(side.times, shards, side.microBatch, emptyTime());
  }

  /** @param isLast of a step whose gradients are reduced from it on */
  shardedBackward(side: PairSide, shards: StageShards, isLast: boolean): void {
    const { length } = side.times.layers;
    const chunk = this.unitObserver((place, startS) => {
      const layer = length - place;
      if (layer >= 0 && layer < length)
        walkBackward(this.walked(side, layer, 'backward', startS), true, this.observer);
    });
    if (isLast) chunk.lastBackward(side.times, shards, side.microBatch, emptyTime());
    else chunk.backward(side.times, shards, side.microBatch, emptyTime());
  }

  private unitObserver(unit: (place: number, startS: number) => void): ShardedChunk {
    const { gather, reduce } = this.observer;
    return new ShardedChunk(this.view, { unit, gather, reduce });
  }

  private walked(
    { times, stage, microBatch }: PairSide,
    index: number,
    pass: LayerPlace['pass'],
    startS: number,
  ): WalkedLayer {
    const layer = elementAt(times.layers, index);
    return {
      layer,
      sections: layer.alone,
      place: { pass, stage, microBatch, layer: index },
      startS,
      fullest: this.view.fullestLoad(microBatch, layer.routingLayer),
      node: this.view.nodeLoad(microBatch, layer.routingLayer),
    };
  }
}

const emptyTime = () => ({ duration: 0, outputLag: 0, exposed: 0, weightPart: 0, unreduced: 0 });
