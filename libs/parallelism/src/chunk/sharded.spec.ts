/** Layers gathered and reduced alongside others, by hand. */
import { drawImbalance } from '../experts/index.js';
import { RoutingView } from './routing-view.js';
import {
  type LayerTimes,
  NO_TIME,
  type SectionTimes,
  type ShardTimes,
  type StageShards,
  type StageTimes,
} from './section-times.js';
import { ShardedChunk } from './sharded.js';

const fixed = (seconds: number) => ({ fixed: seconds, perLoad: 0 });
/** Forward 2, backward for inputs 3, for weights 1. */
const sections = (slower: number): SectionTimes => ({
  attentionForward: slower,
  attentionBackward: 2 * slower,
  attentionWeight: 0.5 * slower,
  mlpForward: fixed(slower),
  mlpBackward: fixed(slower),
  mlpWeight: fixed(0.5 * slower),
});
const layer: LayerTimes = {
  overlapped: sections(1),
  held: sections(1),
  alone: sections(1),
  beside: sections(1.25),
  exposedInside: NO_TIME,
  routingLayer: -1,
};
const unit = (gather: number, reduce: number): ShardTimes => ({
  forwardGather: gather,
  backwardGather: gather,
  reduce,
  cast: 0,
});
const NOTHING = unit(0, 0);
const stage: StageTimes = { entry: NO_TIME, layers: [layer, layer, layer], exit: NO_TIME };
const shardsOf = (gather: number, reduce: number, more: Partial<StageShards> = {}): StageShards => ({
  entry: NOTHING,
  layers: [unit(gather, reduce), unit(gather, reduce), unit(gather, reduce)],
  exit: NOTHING,
  overlapsGather: true,
  overlapsReduction: true,
  besideEntry: NO_TIME,
  besideExit: NO_TIME,
  ...more,
});
const run = (pass: 'forward' | 'backward' | 'lastBackward', shards: StageShards, stages = stage) => {
  // What the pass has to set is not there before it.
  const out = { duration: NaN, outputLag: NaN, exposed: NaN, weightPart: NaN, unreduced: NaN };
  new ShardedChunk(new RoutingView(undefined))[pass](stages, shards, 0, out);
  return out;
};

describe('forward', () => {
  it('gathers the first layer first, the others alongside the layer before', () => {
    // 1 s, then 1 s alongside a layer of 2 s that would take 2.5: 0.8 of it done, 1.2 left; twice; then 2 s.
    const { duration, exposed } = run('forward', shardsOf(1, 0));
    expect(duration).toBeCloseTo(1 + (1 + 1.2) + (1 + 1.2) + 2, 12);
    expect(exposed).toBe(1);
  });

  it('waits for what does not fit, layer by layer', () => {
    const { duration, exposed } = run('forward', shardsOf(4, 0));
    expect(duration).toBeCloseTo(4 + 4 + 4 + 2, 12);
    expect(exposed).toBeCloseTo(4 + 1.5 + 1.5, 12);
  });

  it('fetches further layers in the time that is left alongside one', () => {
    // Alongside the first layer of 2 s, 2.5 alongside a collective, there is room for 0.5 s of the second
    // gather: gathers of 0, 2, 3 s; then 2.5 s are left for a second layer of 2.5.
    const ahead = (prefetch?: number) =>
      run('forward', {
        ...shardsOf(0, 0, prefetch === undefined ? {} : { prefetch }),
        layers: [unit(0, 0), unit(2, 0), unit(3, 0)],
      });
    expect([ahead().duration, ahead().exposed]).toEqual([2 + 2 * (1 - 2 / 2.5) + 3 + 2, 0.5]);
    expect(ahead(1)).toEqual(ahead());
    expect([ahead(2).duration, ahead(2).exposed]).toEqual([2.5 + 2.5 + 2, 0]);
    expect(ahead(3)).toEqual(ahead(2));
  });

  it('without overlap computes undisturbed and waits for everything', () => {
    const { duration, exposed } = run('forward', shardsOf(1, 0, { overlapsGather: false }));
    expect([duration, exposed]).toEqual([3 + 6, 3]);
  });
});

describe('backward', () => {
  it('fetches the layer before and reduces the layer after alongside each', () => {
    // Layers of 4 s, 5 alongside a collective. 1; then 1 alongside the third, 1 + 1 alongside the second, 1
    // alongside the first, whose own reduction is left.
    const { duration, exposed, weightPart } = run('backward', shardsOf(1, 1));
    const beside = (wire: number) => wire + 4 * (1 - wire / 5);
    expect(duration).toBeCloseTo(1 + beside(1) + beside(2) + beside(1) + 1, 12);
    expect(exposed).toBe(2);
    expect(weightPart).toBe(3);
  });

  it('shares the network between both', () => {
    const { exposed } = run('backward', shardsOf(3, 3));
    expect(exposed).toBeCloseTo(3 + 0 + (6 - 5) + 0 + 3, 12);
  });

  it('leaves out either overlap by itself', () => {
    const { duration } = run('backward', shardsOf(0, 1, { overlapsReduction: false }));
    expect(duration).toBe(12 + 3);
    expect(run('backward', shardsOf(0, 1)).duration).toBeCloseTo(4 + 2 * (1 + 4 * 0.8) + 1, 12);
  });

  it('runs a repeated forward alongside the same collectives', () => {
    const again = { ...stage, layers: stage.layers.map((one) => ({ ...one, repeatsForward: true })) };
    const { duration } = run('backward', shardsOf(6, 0), again);
    // 6 s forward and backward, 7.5 alongside a collective.
    expect(duration).toBeCloseTo(6 + 2 * (6 + 6 * (1 - 6 / 7.5)) + 6, 12);
  });
});

describe('the last backward of a step', () => {
  it('reduces what is final alongside what is not, and waits for nothing', () => {
    // Layers of 4 s, 5 alongside a collective: 2 s alongside the second, 2 alongside the first, 2 left.
    const { duration, exposed, unreduced } = run('lastBackward', shardsOf(0, 2));
    expect(duration).toBeCloseTo(4 + 2 * (2 + 4 * (1 - 2 / 5)), 12);
    expect([exposed, unreduced]).toEqual([0, 2]);
  });

  it('carries over what is longer than a layer', () => {
    // 7 s: 5 alongside the second, whose own 7 follow: 2 + 7 - 5 left at the end of the first, and its own 7.
    const { duration, unreduced } = run('lastBackward', shardsOf(0, 7));
    expect(duration).toBeCloseTo(4 + 5 + 5, 12);
    expect(unreduced).toBeCloseTo(2 + 7 - 5 + 7, 12);
  });
});

describe('copies between buffers and parameters', () => {
  const copying = (gathers: number): StageShards => {
    const one: ShardTimes = { ...unit(gathers, 0), gatherIn: 0.5, gatherOut: 0.25, reduceIn: 0.125 };
    return { ...shardsOf(0, 0), entry: one, layers: [one, one, one], exit: one, overlapsGather: false };
  };

  it('run with the kernels of every unit: in and out of each gather, in before a reduction', () => {
    expect(run('forward', copying(1)).duration).toBeCloseTo(3 * 2 + 5 * (1 + 0.5 + 0.25), 12);
    expect(run('backward', copying(1)).duration).toBeCloseTo(3 * 4 + 5 * (1 + 0.5 + 0.25 + 0.125), 12);
  });

  it('are none of a gather that the backward has not', () => {
    expect(run('backward', copying(0)).duration).toBeCloseTo(3 * 4 + 5 * 0.125, 12);
  });
});

describe('communication inside layers', () => {
  const wire = (seconds: number) => ({ fixed: seconds, perLoad: 0 });
  const exchange = {
    dispatchForward: wire(1),
    combineForward: wire(2),
    combineBackward: wire(4),
    dispatchBackward: wire(8),
  };
  const exchanging: LayerTimes = {
    ...layer,
    exposedInside: { forward: 0.25, backwardInput: 0.5, backwardWeight: 0.125 },
    collectives: { alone: exchange, overlapped: exchange },
  };
  const one = (of: LayerTimes): StageTimes => ({ entry: NO_TIME, layers: [of], exit: NO_TIME });
  const none: StageShards = { ...shardsOf(0, 0), layers: [NOTHING] };
  const { alone: computed } = layer;
  const forward = computed.attentionForward + computed.mlpForward.fixed;

  it('stands between computations and is exposed, in both passes', () => {
    expect(run('forward', none, one(exchanging))).toMatchObject({
      duration: forward + 1 + 2,
      exposed: 1 + 2 + 0.25,
      outputLag: 0,
    });
    expect(run('backward', none, one(exchanging))).toMatchObject({
      duration: 4 + 4 + 8,
      exposed: 4 + 8 + 0.5 + 0.125,
      outputLag: 0,
      unreduced: 0,
    });
  });

  it('and experts follow the load of the micro-batch in their own layer', () => {
    const routing = drawImbalance(
      1,
      { persistent: 0.2, window: 0.1 },
      { gpus: 16, gpusPerNode: 8, microBatches: 2, layers: 2 },
    );
    const view = new RoutingView(routing);
    const routed: StageTimes = {
      ...stage,
      layers: [0, 1].map((routingLayer) => ({
        ...layer,
        alone: { ...layer.alone, mlpForward: { fixed: 0, perLoad: 1 } },
        routingLayer,
      })),
    };
    const shards: StageShards = { ...shardsOf(0, 0), layers: [NOTHING, NOTHING] };
    const out = { duration: NaN, outputLag: NaN, exposed: NaN, weightPart: NaN, unreduced: NaN };
    for (const microBatch of [0, 1]) {
      const [first, second] = [view.fullestLoad(microBatch, 0), view.fullestLoad(microBatch, 1)];
      expect(Math.min(first, second, Math.abs(first - second) + 1)).toBeGreaterThan(1);
      new ShardedChunk(view).forward(routed, shards, microBatch, out);
      expect(out.duration).toBeCloseTo(1 + first + (1 + second), 12);
      new ShardedChunk(view).backward(routed, shards, microBatch, out);
      expect(out.duration).toBeCloseTo(2 * (2.5 + 1 + 0.5), 12);
    }
  });

  it('is repeated with a repeated forward', () => {
    expect(run('backward', none, one({ ...exchanging, repeatsForward: true }))).toMatchObject({
      duration: 4 + forward + 4 + 8 + 1 + 2,
      exposed: 4 + 8 + 1 + 2 + 0.5 + 0.125 + 0.25,
    });
    expect(run('lastBackward', none, one(exchanging)).exposed).toBe(4 + 8 + 0.5 + 0.125);
  });
});
