/**
 * A chunk alone, by hand: every term of every pass, on layers that differ. All numbers are exact in binary.
 */
import { type RoutingImbalance } from '../experts/index.js';
import { ChunkAlone, type ChunkTime, RoutingView } from './index.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  NO_TIME,
  type SectionTimes,
  type StageTimes,
} from './section-times.js';

/** Two layers, one micro-batch: the fullest GPU receives 1.5 and 1.25, the fullest node 1.25 and 1.125. */
const routing: RoutingImbalance = {
  gpus: 4,
  layers: 2,
  persistent: Float64Array.of(1.5, 1, 0.75, 0.75, 1.25, 1, 1, 0.75),
  window: new Float64Array(4).fill(1),
  hottestGpu: Float64Array.of(1.5, 1.25),
  hottestNode: Float64Array.of(1.25, 1.125),
  vector: new Int32Array(2),
  rotation: new Int32Array(2),
  scale: Float64Array.of(1, 1),
};
const GPU = [1.5, 1.25];
const NODE = [1.25, 1.125];

const sections: SectionTimes = {
  attentionForward: 3,
  attentionBackward: 5,
  attentionWeight: 7,
  mlpForward: { fixed: 11, perLoad: 16 },
  mlpBackward: { fixed: 13, perLoad: 32 },
  mlpWeight: { fixed: 17, perLoad: 64 },
};
const collectives: ExpertCollectives = {
  dispatchForward: { fixed: 1, perLoad: 8 },
  combineForward: { fixed: 2, perLoad: 16 },
  combineBackward: { fixed: 3, perLoad: 24 },
  dispatchBackward: { fixed: 4, perLoad: 40 },
};
/** Times of the other situation, which a chunk alone must not read. */
const unread = (times: SectionTimes): SectionTimes => ({
  ...times,
  attentionForward: NaN,
  attentionWeight: NaN,
});
const routed = (routingLayer: number): LayerTimes => ({
  alone: sections,
  overlapped: unread(sections),
  held: unread(sections),
  routingLayer,
  exposedInside: { forward: 0.25, backwardInput: 0.5, backwardWeight: 0.125 },
  collectives: {
    alone: collectives,
    overlapped: { ...collectives, dispatchForward: { fixed: NaN, perLoad: 0 } },
  },
});
const dense: LayerTimes = {
  alone: { ...sections, mlpForward: { fixed: 100, perLoad: 1 } },
  overlapped: unread(sections),
  held: unread(sections),
  routingLayer: -1,
  exposedInside: { forward: 0.25, backwardInput: 0.5, backwardWeight: 0.125 },
};
const stage: StageTimes = {
  entry: { forward: 1000, backwardInput: 2000, backwardWeight: 3000 },
  layers: [dense, routed(0), routed(1)],
  exit: NO_TIME,
};
/** A forward shorter than any other time here. */
const head = { forward: 0.5, backwardInput: 20_000, backwardWeight: 30_000 };
const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);

function time(run: (alone: ChunkAlone, out: ChunkTime) => void): ChunkTime {
  const out: ChunkTime = { duration: NaN, outputLag: NaN, exposed: NaN };
  run(new ChunkAlone(new RoutingView(routing)), out);
  return out;
}

describe('a forward alone', () => {
  const dispatches = sum(NODE.map((load) => 1 + 8 * load));
  const combines = NODE.map((load) => 2 + 16 * load);
  const compute = 1000 + (3 + 101) + sum(GPU.map((load) => 3 + 11 + 16 * load));
  const [, last] = combines as [number, number];

  it('adds up embedding, sections with the load of the fullest GPU, collectives of the fullest node', () => {
    const { duration, outputLag } = time((alone, out) => alone.forward(stage, 0, out));
    expect(duration + outputLag).toBe(compute + dispatches + sum(combines));
  });

  it('lets the last combine trail, and exposes the other collectives and what sections hide', () => {
    const { outputLag, exposed } = time((alone, out) => alone.forward(stage, 0, out));
    expect(outputLag).toBe(last);
    expect(exposed).toBe(dispatches + sum(combines) - last + 3 * 0.25);
  });

  it('waits for the last combine where a head follows', () => {
    const out = time((alone, into) => alone.forward({ ...stage, exit: head }, 0, into));
    expect(out).toEqual({
      duration: compute + 0.5 + dispatches + sum(combines),
      outputLag: 0,
      exposed: dispatches + sum(combines) + 3 * 0.25,
    });
  });

  it('has no combine to trail in a stage without layers', () => {
    const out = time((alone, into) => alone.forward({ ...stage, layers: [] }, 0, into));
    expect(out).toEqual({ duration: 1000, outputLag: 0, exposed: 0 });
  });

  it('has no combine to wait for when the last layer is dense', () => {
    const out = time((alone, into) => alone.forward({ ...stage, layers: [routed(0), dense] }, 0, into));
    expect(out.outputLag).toBe(0);
    expect(out.exposed).toBe(1 + 8 * 1.25 + 2 + 16 * 1.25 + 2 * 0.25);
  });
});

describe('a backward alone', () => {
  it('for the input: combine backward, experts, dispatch backward, attention, of every layer', () => {
    const out = time((alone, into) => alone.backwardInput({ ...stage, exit: head }, 0, into));
    const exposed = sum(NODE.map((load) => 3 + 24 * load + 4 + 40 * load));
    expect(out).toEqual({
      duration: 2000 + 20_000 + (5 + 13 + 32) + sum(GPU.map((load) => 5 + 13 + 32 * load)) + exposed,
      outputLag: 0,
      exposed: exposed + 3 * 0.5,
    });
  });

  it('of recomputed layers: the same and their whole forward, the last combine included', () => {
    const again = { ...stage, layers: stage.layers.map((layer) => ({ ...layer, repeatsForward: true })) };
    const plain = time((alone, out) => alone.backwardInput(stage, 0, out));
    const forward = time((alone, out) => alone.forward({ ...stage, entry: NO_TIME }, 0, out));
    expect(time((alone, out) => alone.backwardInput(again, 0, out))).toEqual({
      duration: plain.duration + forward.duration + forward.outputLag,
      outputLag: 0,
      exposed: plain.exposed + forward.exposed + forward.outputLag,
    });
    const weights = time((alone, out) => alone.backwardWeight(stage, 0, out));
    expect(time((alone, out) => alone.backwardWeight(again, 0, out))).toEqual(weights);
  });

  it('for the weights: no collective, the fullest GPU of every layer', () => {
    const out = time((alone, into) => alone.backwardWeight({ ...stage, exit: head }, 0, into));
    expect(out).toEqual({
      duration: 3000 + 30_000 + (7 + 17 + 64) + sum(GPU.map((load) => 7 + 17 + 64 * load)),
      outputLag: 0,
      exposed: 3 * 0.125,
    });
  });
});
