/**
 * When the sections and collectives of one layer of a chunk alone run, by the rules of `alone.ts`: for
 * traces. Durations of chunks do not come from here; a spec holds both to the same end.
 */
import {
  type ExpertCollectives,
  type LayerTimes,
  type RepeatedTimes,
  type SectionTimes,
  at,
  repeatedAttention,
  repeatedMlp,
} from './section-times.js';

export type ExchangePass = 'forward' | 'recompute' | 'backward';

/** Which layer of which micro-batch. */
export interface LayerPlace {
  readonly pass: ExchangePass;
  readonly stage: number;
  readonly microBatch: number;
  /** Place of the layer in its stage. */
  readonly layer: number;
}

/** Receives what a chunk does; seconds from the start of the chunk. */
export interface ChunkObserver {
  /** A section on the compute stream, collectives inside it included. */
  readonly section: (of: 'attention' | 'mlp', place: LayerPlace, startS: number, seconds: number) => void;
  readonly exchange: (of: 'dispatch' | 'combine', place: LayerPlace, startS: number, seconds: number) => void;
  /** Of weights in shards, and of their gradients. */
  readonly gather: (startS: number, seconds: number) => void;
  readonly reduce: (startS: number, seconds: number) => void;
}

/** Loads of a layer's fullest GPU and node. */
interface LayerLoads {
  readonly fullest: number;
  readonly node: number;
}

/** A layer that is walked through: its sections in the situation they run in, from `startS` on. */
export interface WalkedLayer extends LayerLoads {
  readonly layer: LayerTimes;
  readonly sections: SectionTimes;
  readonly place: LayerPlace;
  readonly startS: number;
}

/** Attention, dispatch, experts, combine; returns when all of it is done. */
export function walkForward(walked: WalkedLayer, observer: ChunkObserver): number {
  const { attentionForward: attention, mlpForward: mlp } = walked.sections;
  return walkSections(walked, { attention, mlp }, observer);
}

function walkSections(
  walked: WalkedLayer,
  { attention, mlp }: RepeatedTimes,
  observer: ChunkObserver,
): number {
  const { place, fullest } = walked;
  const walk = new Walk(walked, observer);
  walk.section('attention', place, attention);
  walk.exchange('dispatch', place, ({ dispatchForward }) => dispatchForward);
  walk.section('mlp', place, at(mlp, fullest));
  walk.exchange('combine', place, ({ combineForward }) => combineForward);
  return walk.now;
}

/** Combine's backward, experts, dispatch's backward, attention; before them what is repeated. */
export function walkBackward(walked: WalkedLayer, withWeights: boolean, observer: ChunkObserver): number {
  const { layer, sections, place, fullest } = walked;
  const repeated =
    layer.repeatsForward === true
      ? walkSections(
          { ...walked, place: { ...place, pass: 'recompute' } },
          { attention: repeatedAttention(sections), mlp: repeatedMlp(sections) },
          observer,
        )
      : walked.startS;
  const walk = new Walk({ ...walked, startS: repeated }, observer);
  walk.exchange('dispatch', place, ({ combineBackward }) => combineBackward);
  walk.section('mlp', place, at(sections.mlpBackward, fullest));
  if (withWeights) walk.now += at(sections.mlpWeight, fullest);
  walk.exchange('combine', place, ({ dispatchBackward }) => dispatchBackward);
  walk.section('attention', place, sections.attentionBackward);
  if (withWeights) walk.now += sections.attentionWeight;
  return walk.now;
}

class Walk {
  now: number;

  constructor(
    private readonly walked: WalkedLayer,
    private readonly observer: ChunkObserver,
  ) {
    this.now = walked.startS;
  }

  section(of: 'attention' | 'mlp', place: LayerPlace, seconds: number): void {
    this.observer.section(of, place, this.now, seconds);
    this.now += seconds;
  }

  exchange(
    of: 'dispatch' | 'combine',
    place: LayerPlace,
    timeOf: (collectives: ExpertCollectives) => ExpertCollectives['dispatchForward'],
  ): void {
    const collectives = this.walked.layer.collectives?.alone;
    if (collectives === undefined) return;
    const seconds = at(timeOf(collectives), this.walked.node);
    this.observer.exchange(of, place, this.now, seconds);
    this.now += seconds;
  }
}
