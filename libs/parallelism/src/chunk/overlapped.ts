/**
 * F&B: the forward of one chunk beside the backward of another (DualPipe; paper section 2.3.1), in the order of
 * DeepSeek's public profile. Per layer, on the compute stream
 *
 *   attention(F)  mlp(B)  mlp(W)  mlp(F)  attention(B)  attention(W)
 *
 * and on the communication stream beside them
 *
 *   combine(B)  dispatch(F)  dispatch(B)  combine(F)
 *
 * Every GPU of the expert group is followed, because what the fullest one of a layer loses others may gain in the next: a
 * collective starts when the last member has come and the stream is free, and everything between collectives runs on.
 */
import { type LayerTimes, type LoadedTime, type SectionTimes, type StageTimes, at } from './section-times.js';
import { type RoutingView } from './routing-view.js';

export interface OverlappedTime {
  duration: number;
  /** Communication during which the compute stream of the average GPU waited. */
  exposed: number;
}

export class OverlappedChunks {
  /** Where each GPU's compute stream stands. */
  private readonly clock: Float64Array;
  private readonly forwardLoads: Float64Array;
  private readonly backwardLoads: Float64Array;
  /** Where the communication stream stands: one for the group, its collectives are the same for all. */
  private wire = 0;
  /** Where the slowest GPU stands. */
  private latest = 0;
  private waited = 0;

  constructor(private readonly routing: RoutingView) {
    this.clock = new Float64Array(routing.gpus);
    this.forwardLoads = new Float64Array(routing.gpus);
    this.backwardLoads = new Float64Array(routing.gpus);
  }

  run(forward: StageTimes, forwardBatch: number, backward: StageTimes, backwardBatch: number, out: OverlappedTime): void {
    this.latest = forward.entry.forward + backward.exit.backwardInput + backward.exit.backwardWeight;
    this.clock.fill(this.latest);
    this.wire = 0;
    this.waited = 0;
    const pairs = Math.max(forward.layers.length, backward.layers.length);
    let forwardReady = 0;
    for (let i = 0; i < pairs; i += 1) {
      const f = forward.layers[i];
      const b = backward.layers[backward.layers.length - 1 - i];
      forwardReady = this.layerPair(f, forwardBatch, b, backwardBatch, forwardReady);
    }
    const tail = forward.exit.forward + backward.entry.backwardInput + backward.entry.backwardWeight;
    out.duration = Math.max(this.latest, forwardReady) + tail;
    out.exposed = this.waited;
  }

  /** One forward layer beside one backward layer (either may be missing at the end of a shorter stage); returns when the forward's output is there. */
  private layerPair(f: LayerTimes | undefined, forwardBatch: number, b: LayerTimes | undefined, backwardBatch: number, forwardReady: number): number {
    const live = f?.collectives !== undefined || b?.collectives !== undefined;
    const fSections = f && sectionsOf(f, live);
    const bSections = b && sectionsOf(b, live);
    const fWire = f?.collectives?.overlapped;
    const bWire = b?.collectives?.overlapped;
    const fNode = f ? this.routing.nodeLoad(forwardBatch, f.routingLayer) : 1;
    const bNode = b ? this.routing.nodeLoad(backwardBatch, b.routingLayer) : 1;
    if (f) {
      this.routing.loads(forwardBatch, f.routingLayer, this.forwardLoads);
      this.waited += f.exposedInside.forward;
    }
    if (b) {
      this.routing.loads(backwardBatch, b.routingLayer, this.backwardLoads);
      this.waited += b.exposedInside.backwardInput + b.exposedInside.backwardWeight;
    }

    const combinedB = bWire ? this.collective(bWire.combineBackward, bNode) : 0;
    if (fSections) this.compute(forwardReady, fSections.attentionForward);
    const dispatchedF = fWire ? this.collective(fWire.dispatchForward, fNode) : 0;
    if (bSections) this.computeExperts(combinedB, bSections.mlpBackward, this.backwardLoads);
    const dispatchedB = bWire ? this.collective(bWire.dispatchBackward, bNode) : 0;
    if (bSections) this.computeExperts(0, bSections.mlpWeight, this.backwardLoads);
    if (fSections) this.computeExperts(dispatchedF, fSections.mlpForward, this.forwardLoads);
    const combinedF = fWire ? this.collective(fWire.combineForward, fNode) : 0;
    if (bSections) this.compute(dispatchedB, bSections.attentionBackward + bSections.attentionWeight);
    return combinedF;
  }

  /** The collective starts when the last GPU has come and the stream is free; returns its end. */
  private collective(time: LoadedTime, nodeLoad: number): number {
    this.wire = Math.max(this.wire, this.latest) + at(time, nodeLoad);
    return this.wire;
  }

  /** The same work on every GPU, once its input is there. */
  private compute(ready: number, seconds: number): void {
    const { clock } = this;
    let waited = 0;
    let latest = 0;
    for (let g = 0; g < clock.length; g += 1) {
      const free = clock[g]!;
      const start = free < ready ? ready : free;
      const end = start + seconds;
      waited += start - free;
      clock[g] = end;
      if (end > latest) latest = end;
    }
    this.waited += waited / clock.length;
    this.latest = latest;
  }

  private computeExperts(ready: number, time: LoadedTime, loads: Float64Array): void {
    const { clock } = this;
    const { fixed, perLoad } = time;
    let waited = 0;
    let latest = 0;
    for (let g = 0; g < clock.length; g += 1) {
      const free = clock[g]!;
      const start = free < ready ? ready : free;
      const end = start + fixed + perLoad * loads[g]!;
      waited += start - free;
      clock[g] = end;
      if (end > latest) latest = end;
    }
    this.waited += waited / clock.length;
    this.latest = latest;
  }
}

function sectionsOf(layer: LayerTimes, communicationLive: boolean): SectionTimes {
  return communicationLive ? layer.overlapped : layer.alone;
}
