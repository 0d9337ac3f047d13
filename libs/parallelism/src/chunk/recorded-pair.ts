/** An overlapped pair of chunks, telling what its first GPU and its communication stream do: for traces. */
import { OverlappedChunks, type OverlappedTime } from './overlapped.js';
import { type ChunkObserver, type ExchangePass, type LayerPlace } from './recorded-layer.js';
import { type RoutingView } from './routing-view.js';
import { type LayerTimes, type LoadedTime, type StageTimes } from './section-times.js';

/** One chunk of a pair. */
export interface PairSide {
  readonly times: StageTimes;
  readonly stage: number;
  readonly microBatch: number;
}

type Exchange = readonly ['dispatch' | 'combine', side: 'forward' | 'backward', pass: ExchangePass];

export class RecordedPair extends OverlappedChunks {
  private sides: { readonly forward: PairSide; readonly backward: PairSide } | undefined;
  private pairsDone = 0;
  private backwardLayer: LayerTimes | undefined;
  /** Collectives of the layers that run, in the order of the stream. */
  private coming: Exchange[] = [];
  private untilDispatchesCalls = 0;

  constructor(
    routing: RoutingView,
    private readonly observer: ChunkObserver,
  ) {
    super(routing);
  }

  record(forward: PairSide, backward: PairSide): OverlappedTime {
    this.sides = { forward, backward };
    this.pairsDone = 0;
    const out = { duration: 0, exposed: 0 };
    this.run(forward.times, forward.microBatch, backward.times, backward.microBatch, out);
    return out;
  }

  protected override layerPair(
    f: LayerTimes | undefined,
    forwardBatch: number,
    b: LayerTimes | undefined,
    backwardBatch: number,
    forwardReady: number,
  ): number {
    this.backwardLayer = b;
    this.untilDispatchesCalls = 0;
    this.coming = comingExchanges(f, b);
    const ready = super.layerPair(f, forwardBatch, b, backwardBatch, forwardReady);
    this.pairsDone += 1;
    return ready;
  }

  protected override collective(time: LoadedTime, nodeLoad: number, lastComes?: number): number {
    const end = super.collective(time, nodeLoad, lastComes);
    const next = this.coming.shift();
    const seconds = time.fixed + time.perLoad * nodeLoad;
    if (next !== undefined)
      this.observer.exchange(next[0], this.placeOf(next[1], next[2]), end - seconds, seconds);
    return end;
  }

  protected override untilDispatches(
    attentionReady: number,
    attentionSeconds: number,
    mlpReady: number,
    mlp: LoadedTime,
  ): void {
    const free = this.clock[0] ?? 0;
    super.untilDispatches(attentionReady, attentionSeconds, mlpReady, mlp);
    const call = this.untilDispatchesCalls++;
    const repeats = this.backwardLayer?.repeatsForward === true;
    const isRepeatedAttention = repeats && call === 0;
    const attentionStart = Math.max(free, attentionReady);
    if (attentionSeconds > 0)
      this.observer.section(
        'attention',
        isRepeatedAttention ? this.placeOf('backward', 'recompute') : this.placeOf('forward', 'forward'),
        attentionStart,
        attentionSeconds,
      );
    const mlpStart = Math.max(attentionStart + attentionSeconds, mlpReady);
    const mlpSeconds = (this.clock[0] ?? 0) - mlpStart;
    if (mlpSeconds > 0)
      this.observer.section(
        'mlp',
        this.placeOf('backward', repeats && call === 1 ? 'recompute' : 'backward'),
        mlpStart,
        mlpSeconds,
      );
  }

  protected override untilCombine(
    weight: LoadedTime,
    mlpReady: number,
    mlp: LoadedTime,
    attentionReady: number,
    attentionSeconds: number,
  ): void {
    const [forwardLoad = 1, backwardLoad = 1] = [this.forwardLoads[0], this.backwardLoads[0]];
    const weightEnd = (this.clock[0] ?? 0) + weight.fixed + weight.perLoad * backwardLoad;
    const mlpStart = Math.max(weightEnd, mlpReady);
    const mlpSeconds = mlp.fixed + mlp.perLoad * forwardLoad;
    super.untilCombine(weight, mlpReady, mlp, attentionReady, attentionSeconds);
    if (mlpSeconds > 0)
      this.observer.section('mlp', this.placeOf('forward', 'forward'), mlpStart, mlpSeconds);
    // The weight gradient follows the input's in one section.
    if (attentionSeconds > 0)
      this.observer.section(
        'attention',
        this.placeOf('backward', 'backward'),
        (this.clock[0] ?? 0) - attentionSeconds,
        attentionSeconds,
      );
  }

  private placeOf(side: 'forward' | 'backward', pass: ExchangePass): LayerPlace {
    const { stage = -1, microBatch = -1, times } = this.sides?.[side] ?? {};
    const layers = times?.layers.length ?? 0;
    return {
      pass,
      stage,
      microBatch,
      layer: side === 'forward' ? this.pairsDone : layers - 1 - this.pairsDone,
    };
  }
}

function comingExchanges(f: LayerTimes | undefined, b: LayerTimes | undefined): Exchange[] {
  const repeats = b?.repeatsForward === true;
  const [ofF, ofB] = [f?.collectives !== undefined, b?.collectives !== undefined];
  const all: readonly (readonly [boolean, Exchange])[] = [
    [ofB, ['dispatch', 'backward', 'backward']],
    [ofB && repeats, ['dispatch', 'backward', 'recompute']],
    [ofF, ['dispatch', 'forward', 'forward']],
    [ofB && repeats, ['combine', 'backward', 'recompute']],
    [ofB, ['combine', 'backward', 'backward']],
    [ofF, ['combine', 'forward', 'forward']],
  ];
  return all.filter(([runs]) => runs).map(([, exchange]) => exchange);
}
