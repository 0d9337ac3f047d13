/**
 * Routing imbalance: the laws that measured expert loads obey, and summaries against the loads themselves.
 */
import fc from 'fast-check';
import {
  type RoutingImbalance,
  drawImbalance,
  expertLoads,
  hottestGpuLoad,
  hottestNodeLoad,
} from './index.js';

const shape = { gpus: 64, gpusPerNode: 8, microBatches: 40, layers: 60 };
const spread = { persistent: 0.2, window: 0.05 };

const loadsOf = (routing: RoutingImbalance, microBatch: number, layer: number): Float64Array => {
  const loads = new Float64Array(routing.gpus);
  expertLoads(routing, microBatch, layer, loads);
  return loads;
};
const mean = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};
const deviation = (values: Iterable<number>): number => {
  const all = [...values];
  const centre = mean(all);
  return Math.sqrt(mean(all.map((value) => (value - centre) ** 2)));
};
const correlation = (a: Float64Array, b: Float64Array): number =>
  mean(a.map((value, i) => (value - mean(a)) * (b[i]! - mean(b)))) / (deviation(a) * deviation(b));
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('the loads of a layer', () => {
  it('have mean one, are never negative, and are the same again', () => {
    fc.assert(
      fc.property(
        fc.nat(99),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, persistent, window) => {
          const small = { gpus: 16, gpusPerNode: 4, microBatches: 3, layers: 4 };
          const routing = drawImbalance(seed, { persistent, window }, small);
          for (const m of range(3))
            for (const l of range(4)) {
              const loads = loadsOf(routing, m, l);
              expect(mean(loads)).toBeCloseTo(1, 10);
              expect(Math.min(...loads)).toBeGreaterThan(0);
            }
          expect(drawImbalance(seed, { persistent, window }, small)).toEqual(routing);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('have the coefficient of variation of both parts together', () => {
    const routing = drawImbalance(3, { persistent: 0.15, window: 0.2 }, shape);
    const all = range(40).flatMap((m) => range(60).flatMap((l) => [...loadsOf(routing, m, l)]));
    // Less the share that the mean of 64 GPUs takes out.
    expect(deviation(all) / (0.25 * Math.sqrt(63 / 64))).toBeGreaterThan(0.95);
    expect(deviation(all) / (0.25 * Math.sqrt(63 / 64))).toBeLessThan(1.05);
  });

  it('have a tail above the normal one: of 64 at a variation of .6 the fullest has 2.9 means', () => {
    const routing = drawImbalance(
      1,
      { persistent: 0.6, window: 0 },
      { ...shape, layers: 2000, microBatches: 1 },
    );
    const fullest = mean(range(2000).map((l) => hottestGpuLoad(routing, 0, l)));
    // Measured 2.92; 1 + .6 x 2.34 = 2.4 for normal loads.
    expect(fullest).toBeGreaterThan(2.7);
    expect(fullest).toBeLessThan(3.4);
  });

  it('are balanced without a spread, and where one GPU holds every expert', () => {
    expect(new Set(loadsOf(drawImbalance(3, { persistent: 0, window: 0 }, shape), 5, 2))).toEqual(
      new Set([1]),
    );
    const single = drawImbalance(3, spread, { gpus: 1, gpusPerNode: 8, microBatches: 4, layers: 4 });
    expect([...loadsOf(single, 3, 3)]).toEqual([1]);
    expect([hottestGpuLoad(single, 3, 3), hottestNodeLoad(single, 3, 3)]).toEqual([1, 1]);
  });
});

describe('the hot GPU', () => {
  const routing = drawImbalance(3, spread, shape);
  const other = drawImbalance(3, spread, shape, 1);

  it('stays hot: load vectors of a layer correlate between micro-batches by the persistent share', () => {
    const share = 0.2 ** 2 / (0.2 ** 2 + 0.05 ** 2);
    const seen = mean(range(60).map((l) => correlation(loadsOf(routing, 0, l), loadsOf(routing, 7, l))));
    expect(Math.abs(seen - share)).toBeLessThan(0.03);
  });

  it('is the same in every expert group, which differ by the window part alone', () => {
    const share = 0.2 ** 2 / (0.2 ** 2 + 0.05 ** 2);
    const seen = mean(range(60).map((l) => correlation(loadsOf(routing, 0, l), loadsOf(other, 0, l))));
    expect(Math.abs(seen - share)).toBeLessThan(0.03);
    const fixed = { persistent: 0.2, window: 0 };
    expect(loadsOf(drawImbalance(3, fixed, shape, 1), 0, 5)).toEqual(
      loadsOf(drawImbalance(3, fixed, shape), 0, 5),
    );
  });

  it('varies in every group by the same vectors, at different micro-batches and layers', () => {
    expect(other.window).toEqual(routing.window);
    expect(other.vector).not.toEqual(routing.vector);
    expect(other.rotation).not.toEqual(routing.rotation);
  });

  it('says nothing of the next layer', () => {
    const pairs = range(59).map((l) => correlation(loadsOf(routing, 0, l), loadsOf(routing, 0, l + 1)));
    expect(Math.abs(mean(pairs))).toBeLessThan(0.06);
    // Independent vectors of 64 correlate with a deviation of 1 / sqrt(63).
    expect(deviation(pairs)).toBeGreaterThan(0.08);
    expect(deviation(pairs)).toBeLessThan(0.18);
  });

  it('is another with another seed', () => {
    const seen = correlation(loadsOf(routing, 0, 0), loadsOf(drawImbalance(4, spread, shape), 0, 0));
    expect(Math.abs(seen)).toBeLessThan(0.5);
  });
});

describe('the persistent part', () => {
  it('has mean one over the GPUs of each layer, and the stated variation', () => {
    const { persistent } = drawImbalance(3, spread, shape);
    expect(persistent).toHaveLength(60 * 64);
    for (const layer of range(60))
      expect(mean(persistent.subarray(64 * layer, 64 * layer + 64))).toBeCloseTo(1, 12);
    expect(Math.abs(deviation(persistent) / 0.2 - 1)).toBeLessThan(0.05);
  });
});

describe('the window part', () => {
  const fresh = drawImbalance(3, { persistent: 0, window: 0.2 }, { ...shape, microBatches: 400 });

  it('is drawn for each micro-batch and layer', () => {
    expect(Math.abs(correlation(loadsOf(fresh, 0, 0), loadsOf(fresh, 1, 0)))).toBeLessThan(0.5);
    expect(loadsOf(fresh, 0, 1)).not.toEqual(loadsOf(fresh, 0, 0));
  });

  it('takes every vector of the pool, turned by every number of whole nodes, independently', () => {
    expect(new Set(fresh.vector).size).toBe(fresh.window.length / 64);
    expect([...new Set(fresh.rotation)].sort((a, b) => a - b)).toEqual([0, 8, 16, 24, 32, 40, 48, 56]);
    const places = new Set([...fresh.rotation].filter((_, i) => fresh.vector[i] === fresh.vector[0]));
    expect(places.size).toBe(8);
    expect(new Set(drawImbalance(3, spread, { ...shape, gpus: 4 }).rotation)).toEqual(new Set([0]));
  });
});

describe('the hottest', () => {
  it.each([
    [64, 8],
    [16, 1],
    [8, 8],
    [4, 8],
  ])(
    'of %i GPUs, %i to a node, are the fullest GPU and the fullest node of the loads',
    (gpus, gpusPerNode) => {
      const routing = drawImbalance(3, spread, { gpus, gpusPerNode, microBatches: 20, layers: 10 });
      const size = Math.min(gpus, gpusPerNode);
      for (const m of range(20))
        for (const l of range(10)) {
          const loads = loadsOf(routing, m, l);
          const nodes = range(gpus / size).map((node) =>
            mean(loads.subarray(node * size, (node + 1) * size)),
          );
          expect(hottestGpuLoad(routing, m, l)).toBeCloseTo(Math.max(...loads), 12);
          expect(hottestNodeLoad(routing, m, l)).toBeCloseTo(Math.max(...nodes), 12);
          expect(hottestNodeLoad(routing, m, l)).toBeLessThanOrEqual(hottestGpuLoad(routing, m, l) + 1e-12);
        }
    },
  );
});

it('refuses a spread below zero and an empty group', () => {
  expect(() => drawImbalance(1, { persistent: -0.1, window: 0 }, shape)).toThrow('coefficients of variation');
  expect(() => drawImbalance(1, { persistent: 0.1, window: -1 }, shape)).toThrow('coefficients of variation');
  expect(() => drawImbalance(1, spread, { ...shape, gpus: 0 })).toThrow('coefficients of variation');
});
