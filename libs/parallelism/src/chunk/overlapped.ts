/**
 * F&B: the forward of one chunk overlapped with the backward of another (DualPipe; paper section 2.3.1), in
 * the order of DeepSeek's public profile. Per layer, on the compute stream
 *
 *   attention(F)  mlp(B)  mlp(W)  mlp(F)  attention(B)  attention(W)
 *
 * and, concurrently, on the communication stream
 *
 *   combine(B)  dispatch(F)  dispatch(B)  combine(F)
 *
 * A layer that is recomputed as a whole, or whose experts are, repeats its forward (R) first, where the other
 * side's attention hides its dispatch:
 *
 *   attention(R)  attention(F)  mlp(R)  mlp(B)  ...        combine(B)  dispatch(R)  dispatch(F)  combine(R)
 *   ...
 *
 * Nothing of the backward reads the repeated output, so nothing waits for combine(R), but the stream is busy.
 *
 * Every GPU of the expert group is followed, because what the fullest one of a layer loses others may gain in
 * the next: a collective starts when the last member has come and the stream is free, and everything between
 * collectives runs on. So two passes over the GPUs make a layer. They take Math.max, which needs no branch:
 * which GPUs wait for a collective is as good as random.
 */
import { blendedSections, busyShare } from './busy-share.js';
import {
  type LayerTimes,
  type LoadedTime,
  type SectionTimes,
  type StageTimes,
  at,
  exposedRepeated,
  repeatedAttention,
  repeatedMlp,
} from './section-times.js';
import { type RoutingView } from './routing-view.js';

export interface OverlappedTime {
  duration: number;
  /** Communication during which the compute stream of the average GPU waited. */
  exposed: number;
}

/** Of a side that has no layer left. */
const NOTHING: LoadedTime = { fixed: 0, perLoad: 0 };

interface PairSections {
  readonly forward: SectionTimes | undefined;
  readonly backward: SectionTimes | undefined;
}

export class OverlappedChunks {
  /** By the sections of both alone: all layers of a kind share them. */
  private readonly pairs = new Map<SectionTimes | undefined, Map<SectionTimes | undefined, PairSections>>();
  /** [GPUs] end of the last op on each compute stream. */
  protected readonly clock: Float64Array;
  protected readonly forwardLoads: Float64Array;
  protected readonly backwardLoads: Float64Array;
  /** End of the last collective on the communication stream, which is the same for the whole group. */
  private wire = 0;
  /** Clock of the slowest GPU: now, and after the forward's last section. */
  private latest = 0;
  private latestForward = 0;
  private waited = 0;

  constructor(private readonly routing: RoutingView) {
    this.clock = new Float64Array(routing.gpus);
    this.forwardLoads = new Float64Array(routing.gpus);
    this.backwardLoads = new Float64Array(routing.gpus);
  }

  run(
    forward: StageTimes,
    forwardBatch: number,
    backward: StageTimes,
    backwardBatch: number,
    out: OverlappedTime,
  ): void {
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

  /**
   * One forward layer with one backward layer (either may be missing at the end of a shorter stage);
   * returns when the forward's output is there.
   */
  protected layerPair(
    f: LayerTimes | undefined,
    forwardBatch: number,
    b: LayerTimes | undefined,
    backwardBatch: number,
    forwardReady: number,
  ): number {
    const { forward: fSections, backward: bSections } = this.sectionsOf(f, b);
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
      if (b.repeatsForward === true) this.waited += exposedRepeated(b);
    }

    const combinedB = bWire ? this.collective(bWire.combineBackward, bNode) : 0;
    const repeated = b?.repeatsForward === true ? bSections : undefined;
    let repeatedReady = 0;
    if (repeated) {
      this.untilDispatches(0, repeatedAttention(repeated), 0, NOTHING);
      if (bWire) repeatedReady = this.collective(bWire.dispatchForward, bNode);
    }
    this.untilDispatches(
      fSections ? forwardReady : 0,
      fSections?.attentionForward ?? 0,
      repeated ? repeatedReady : combinedB,
      (repeated ? repeatedMlp(repeated) : bSections?.mlpBackward) ?? NOTHING,
    );
    const dispatchedF = fWire ? this.collective(fWire.dispatchForward, fNode, this.latestForward) : 0;
    if (repeated) {
      if (bWire) this.collective(bWire.combineForward, bNode);
      this.untilDispatches(0, 0, combinedB, repeated.mlpBackward);
    }
    const dispatchedB = bWire ? this.collective(bWire.dispatchBackward, bNode) : 0;
    const attentionB = bSections ? bSections.attentionBackward + bSections.attentionWeight : 0;
    this.untilCombine(
      bSections?.mlpWeight ?? NOTHING,
      dispatchedF,
      fSections?.mlpForward ?? NOTHING,
      dispatchedB,
      attentionB,
    );
    if (!f) return forwardReady;
    return fWire ? this.collective(fWire.combineForward, fNode, this.latestForward) : 0;
  }

  /** The sections of both, contended for as much of the pair as its collectives take. */
  private sectionsOf(f: LayerTimes | undefined, b: LayerTimes | undefined): PairSections {
    let known = this.pairs.get(f?.alone);
    if (known === undefined) this.pairs.set(f?.alone, (known = new Map()));
    let pair = known.get(b?.alone);
    if (pair === undefined) {
      const share = busyShare(f, b);
      pair = { forward: f && blendedSections(f, share), backward: b && blendedSections(b, share) };
      known.set(b?.alone, pair);
    }
    return pair;
  }

  /** The collective starts when the last GPU has come and the stream is free; returns its end. */
  protected collective(time: LoadedTime, nodeLoad: number, lastComes = this.latest): number {
    this.wire = Math.max(this.wire, lastComes) + at(time, nodeLoad);
    return this.wire;
  }

  /** attention(F), the same on every GPU, and mlp(B), each once its input is there. */
  protected untilDispatches(
    attentionReady: number,
    attentionSeconds: number,
    mlpReady: number,
    mlp: LoadedTime,
  ): void {
    const { clock, backwardLoads } = this;
    const { fixed, perLoad } = mlp;
    let [waitedAttention, waitedMlp, latestAttention, latestMlp] = [0, 0, 0, 0];
    for (let g = 0; g < clock.length; g += 1) {
      const free = clock[g];
      const attentionStart = Math.max(free, attentionReady);
      const attentionEnd = attentionStart + attentionSeconds;
      const mlpStart = Math.max(attentionEnd, mlpReady);
      const mlpEnd = mlpStart + fixed + perLoad * backwardLoads[g];
      waitedAttention += attentionStart - free;
      waitedMlp += mlpStart - attentionEnd;
      latestAttention = Math.max(latestAttention, attentionEnd);
      latestMlp = Math.max(latestMlp, mlpEnd);
      clock[g] = mlpEnd;
    }
    this.waited += waitedAttention / clock.length;
    this.waited += waitedMlp / clock.length;
    this.latestForward = latestAttention;
    this.latest = latestMlp;
  }

  /** mlp(W), which waits for nothing, mlp(F) and attention(B) with attention(W). */
  protected untilCombine(
    weight: LoadedTime,
    mlpReady: number,
    mlp: LoadedTime,
    attentionReady: number,
    attentionSeconds: number,
  ): void {
    const { clock, forwardLoads, backwardLoads } = this;
    const { fixed: weightFixed, perLoad: weightPerLoad } = weight;
    const { fixed, perLoad } = mlp;
    let [waitedMlp, waitedAttention, latestMlp, latestAttention] = [0, 0, 0, 0];
    for (let g = 0; g < clock.length; g += 1) {
      const weightEnd = clock[g] + weightFixed + weightPerLoad * backwardLoads[g];
      const mlpStart = Math.max(weightEnd, mlpReady);
      const mlpEnd = mlpStart + fixed + perLoad * forwardLoads[g];
      const attentionStart = Math.max(mlpEnd, attentionReady);
      const attentionEnd = attentionStart + attentionSeconds;
      waitedMlp += mlpStart - weightEnd;
      waitedAttention += attentionStart - mlpEnd;
      latestMlp = Math.max(latestMlp, mlpEnd);
      latestAttention = Math.max(latestAttention, attentionEnd);
      clock[g] = attentionEnd;
    }
    this.waited += waitedMlp / clock.length;
    this.waited += waitedAttention / clock.length;
    this.latestForward = latestMlp;
    this.latest = latestAttention;
  }
}
