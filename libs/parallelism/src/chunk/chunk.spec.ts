import fc from 'fast-check';
import { drawImbalance } from '../experts/index.js';
import { ChunkAlone, type ChunkTime, OverlappedChunks, RoutingView } from './index.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  type SectionTimes,
  type StageTimes,
} from './section-times.js';

const fixed = (seconds: number) => ({ fixed: seconds, perLoad: 0 });
const sections = (scale: number): SectionTimes => ({
  attentionForward: 4 * scale,
  attentionBackward: 9 * scale,
  attentionWeight: 2 * scale,
  mlpForward: { fixed: scale, perLoad: 3.5 * scale },
  mlpBackward: { fixed: scale, perLoad: 4.4 * scale },
  mlpWeight: { fixed: scale, perLoad: 4.2 * scale },
});
const collectives = (seconds: number): ExpertCollectives => ({
  dispatchForward: { fixed: 0, perLoad: seconds },
  combineForward: { fixed: 0, perLoad: 1.5 * seconds },
  combineBackward: { fixed: 0, perLoad: seconds },
  dispatchBackward: { fixed: 0, perLoad: 1.5 * seconds },
});
const none = { forward: 0, backwardInput: 0, backwardWeight: 0 };
const stageOf = (count: number, wire: number): StageTimes => ({
  entry: none,
  exit: none,
  layers: Array.from({ length: count }, (_, i): LayerTimes => ({
    overlapped: sections(1),
    held: sections(0.95),
    alone: sections(0.9),
    routingLayer: i,
    exposedInside: none,
    collectives: { overlapped: collectives(wire), alone: collectives(wire / 2) },
  })),
});
const balanced = new RoutingView(undefined);
const time = (): ChunkTime => ({ duration: 0, outputLag: 0, exposed: 0 });

describe('a chunk alone', () => {
  it('is the sum of its computations and collectives; the last combine trails', () => {
    const alone = new ChunkAlone(balanced);
    const out = time();
    alone.forward(stageOf(4, 4), 0, out);
    expect(out.duration + out.outputLag).toBeCloseTo(4 * (0.9 * 8.5 + 2 + 3), 12);
    expect(out.outputLag).toBe(3);
    expect(out.exposed).toBe(4 * 5 - 3);
    alone.backwardInput(stageOf(4, 4), 0, out);
    expect(out.duration).toBeCloseTo(4 * (0.9 * 14.4 + 5), 12);
    alone.backwardWeight(stageOf(4, 4), 0, out);
    expect(out).toEqual({ duration: expect.closeTo(4 * 0.9 * 7.2, 12), outputLag: 0, exposed: 0 });
  });

  it('waits for the last combine when something follows the layers', () => {
    const out = time();
    const stage = { ...stageOf(1, 4), exit: { forward: 7, backwardInput: 8, backwardWeight: 9 } };
    new ChunkAlone(balanced).forward(stage, 0, out);
    expect([out.duration, out.outputLag]).toEqual([expect.closeTo(0.9 * 8.5 + 5 + 7, 12), 0]);
  });
});

describe('an overlapped pair', () => {
  const run = (forward: StageTimes, backward: StageTimes, view = balanced, fm = 0, bm = 1) => {
    const out = { duration: 0, exposed: 0 };
    new OverlappedChunks(view).run(forward, fm, backward, bm, out);
    return out;
  };
  const compute = 8.5 + 14.4 + 7.2;

  it('costs its computation when communication is short', () => {
    const out = run(stageOf(4, 0.5), stageOf(4, 0.5));
    expect(out.exposed).toBe(0);
    // Collectives of 2.5 a pair: moving data in a share of it, resident 1.352 times as long.
    const share = (4 * 2.5) / out.duration;
    const resident = ((110.292 / 124.286) * share) / (77.509 / 118.193);
    expect(out.duration).toBeCloseTo(4 * compute * (0.9 + 0.05 * resident + 0.05 * share), 12);
  });

  it('computes as alongside communication when that is always there, and as alone when it never is', () => {
    const { duration } = run(stageOf(4, compute / 5.001), stageOf(4, compute / 5.001));
    expect(Math.abs(duration / (4 * compute) - 1)).toBeLessThan(0.12);
    const silent = stageOf(4, 0);
    expect(run(silent, silent).duration).toBeCloseTo(4 * 0.9 * compute, 12);
  });

  it('costs its communication when that is long', () => {
    const wire = 100;
    const out = run(stageOf(4, wire), stageOf(4, wire));
    expect(out.duration).toBe(4 * 5 * wire);
  });

  it('carries the dispatch and the combine of a forward that is repeated', () => {
    const again = (wire: number): StageTimes => {
      const stage = stageOf(4, wire);
      return { ...stage, layers: stage.layers.map((layer) => ({ ...layer, repeatsForward: true })) };
    };
    expect(run(stageOf(4, 100), again(100)).duration).toBe(4 * 7.5 * 100);
    expect(run(stageOf(4, 0), again(0)).duration).toBeCloseTo(4 * 0.9 * (compute + 8.5), 12);
    expect(run(again(100), stageOf(4, 100)).duration).toBe(4 * 5 * 100);
  });

  it('pairs stages of unequal length, and dense layers keep the GPU to themselves', () => {
    const dense: StageTimes = {
      entry: none,
      exit: none,
      layers: [
        {
          overlapped: sections(1),
          held: sections(0.95),
          alone: sections(0.9),
          routingLayer: -1,
          exposedInside: none,
        },
      ],
    };
    expect(run(dense, dense).duration).toBeCloseTo(0.9 * compute, 12);
    const longer = run(stageOf(4, 0.5), stageOf(2, 0.5)).duration;
    expect(longer).toBeGreaterThan(run(stageOf(2, 0.5), stageOf(2, 0.5)).duration);
    expect(longer).toBeLessThan(run(stageOf(4, 0.5), stageOf(4, 0.5)).duration);
  });

  it(
    'never beats its computation, its communication, or the fullest GPU, and never loses to running ' +
      'both alone',
    () => {
      fc.assert(
        fc.property(
          fc.nat(1000),
          fc.double({ min: 0, max: 0.3, noNaN: true }),
          fc.double({ min: 0, max: 12, noNaN: true }),
          (seed, imbalance, wire) => {
            const view = new RoutingView(
              drawImbalance(
                seed,
                { persistent: imbalance, window: imbalance / 4 },
                { gpus: 16, gpusPerNode: 8, microBatches: 2, layers: 4 },
              ),
            );
            const stage = stageOf(4, wire);
            const { duration, exposed } = run(stage, stage, view);
            let wireTime = 0;
            for (let l = 0; l < 4; l += 1)
              wireTime += wire * 2.5 * (view.nodeLoad(0, l) + view.nodeLoad(1, l));
            expect(duration).toBeGreaterThanOrEqual(wireTime - 1e-9);
            expect(duration).toBeGreaterThanOrEqual(4 * 0.9 * compute - 1e-9);
            const loads = new Float64Array(16);
            let slowest = 0;
            for (let l = 0; l < 4; l += 1) {
              view.loads(0, l, loads);
              slowest += 3.5 * Math.max(...loads);
              view.loads(1, l, loads);
              slowest += 8.6 * Math.max(...loads);
            }
            expect(duration).toBeLessThanOrEqual(slowest + 4 * (compute - 12.1) + wireTime + 1e-9);
            expect(exposed).toBeLessThanOrEqual(duration);
          },
        ),
        { numRuns: 1000 },
      );
    },
  );

  it('grows with imbalance', () => {
    const mean = (imbalance: number) => {
      const view = new RoutingView(
        drawImbalance(
          5,
          { persistent: imbalance, window: imbalance / 4 },
          { gpus: 64, gpusPerNode: 8, microBatches: 40, layers: 4 },
        ),
      );
      let sum = 0;
      for (let m = 0; m + 1 < 40; m += 1) sum += run(stageOf(4, 2), stageOf(4, 2), view, m, m + 1).duration;
      return sum / 39;
    };
    expect(mean(0.05)).toBeGreaterThan(mean(0));
    expect(mean(0.2)).toBeGreaterThan(mean(0.05) * 1.02);
  });

  it('rejects nothing and invents nothing: fixed sections only', () => {
    const plain: SectionTimes = {
      ...sections(1),
      mlpForward: fixed(1),
      mlpBackward: fixed(1),
      mlpWeight: fixed(1),
    };
    const stage: StageTimes = {
      entry: none,
      exit: none,
      layers: [{ overlapped: plain, held: plain, alone: plain, routingLayer: -1, exposedInside: none }],
    };
    expect(run(stage, stage).duration).toBeCloseTo(4 + 9 + 2 + 3, 12);
  });
});
