/**
 * A chunk that has the GPU to itself: its layers' collectives lie between its computations and are exposed,
 * except for what the layer itself can hide. A dispatch or combine ends for all members when the last one has
 * come (section 4.3: the group moves in lockstep), so each expert section costs the time of its fullest GPU.
 */
import {
  type LayerTimes,
  type StageTimes,
  at,
  exposedRepeated,
  repeatedAttention,
  repeatedMlp,
} from './section-times.js';
import { type RoutingView } from './routing-view.js';

/** Seconds of one chunk; `exposed` is the part during which no GPU of the group computes. */
export interface ChunkTime {
  /** From start to the moment the compute stream is free for the next op. */
  duration: number;
  /** From there until the output may be sent on: the last combine still runs on the communication stream. */
  outputLag: number;
  exposed: number;
}

export class ChunkAlone {
  private fullest = 1;
  private node = 1;

  constructor(private readonly routing: RoutingView) {}

  /**
   * Forward: attention, dispatch, experts, combine, layer by layer. The last combine overlaps the next op's
   * first attention.
   */
  forward(stage: StageTimes, microBatch: number, out: ChunkTime): void {
    let compute = stage.entry.forward + stage.exit.forward;
    let exposed = 0;
    let inside = 0;
    let last = 0;
    for (const layer of stage.layers) {
      this.route(layer, microBatch);
      compute += layer.alone.attentionForward + at(layer.alone.mlpForward, this.fullest);
      inside += layer.exposedInside.forward;
      const collectives = layer.collectives?.alone;
      last = collectives === undefined ? 0 : at(collectives.combineForward, this.node);
      if (collectives !== undefined) exposed += at(collectives.dispatchForward, this.node) + last;
    }
    // What follows the layers (a head) needs the last combine; without it the combine trails into the next
    // op.
    const lag = stage.exit.forward > 0 ? 0 : last;
    out.duration = compute + exposed - lag;
    out.outputLag = lag;
    out.exposed = exposed - lag + inside;
  }

  /**
   * Backward for the input: combine's backward, experts, dispatch's backward, attention; before them what the
   * layer repeats of its forward.
   */
  backwardInput(stage: StageTimes, microBatch: number, out: ChunkTime): void {
    let compute = stage.entry.backwardInput + stage.exit.backwardInput;
    let exposed = 0;
    let inside = 0;
    for (const layer of stage.layers) {
      this.route(layer, microBatch);
      compute += layer.alone.attentionBackward + at(layer.alone.mlpBackward, this.fullest);
      inside += layer.exposedInside.backwardInput;
      const collectives = layer.collectives?.alone;
      if (collectives !== undefined)
        exposed += at(collectives.combineBackward, this.node) + at(collectives.dispatchBackward, this.node);
      if (layer.repeatsForward !== true) continue;
      compute += repeatedAttention(layer.alone) + at(repeatedMlp(layer.alone), this.fullest);
      inside += exposedRepeated(layer);
      if (collectives !== undefined)
        exposed += at(collectives.dispatchForward, this.node) + at(collectives.combineForward, this.node);
    }
    out.duration = compute + exposed;
    out.outputLag = 0;
    out.exposed = exposed + inside;
  }

  /**
   * Backward for the weights: no communication, but the group's next collective waits for its fullest GPU.
   */
  backwardWeight(stage: StageTimes, microBatch: number, out: ChunkTime): void {
    let compute = stage.entry.backwardWeight + stage.exit.backwardWeight;
    let inside = 0;
    for (const layer of stage.layers) {
      this.route(layer, microBatch);
      compute += layer.alone.attentionWeight + at(layer.alone.mlpWeight, this.fullest);
      inside += layer.exposedInside.backwardWeight;
    }
    out.duration = compute;
    out.outputLag = 0;
    out.exposed = inside;
  }

  private route(layer: LayerTimes, microBatch: number): void {
    this.fullest = this.routing.fullestLoad(microBatch, layer.routingLayer);
    this.node = this.routing.nodeLoad(microBatch, layer.routingLayer);
  }
}
