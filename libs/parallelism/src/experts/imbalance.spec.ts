/** Routing imbalance: its moments against closed forms, its summaries against the loads themselves. */
import fc from 'fast-check';
import { logGamma } from '@railyard/base';
import {
  CORPUS_DOMAINS,
  FITTED_IMBALANCE,
  type RoutingImbalance,
  drawImbalance,
  expertLoads,
  hottestGpuLoad,
  hottestNodeLoad,
} from './index.js';

const shape = { gpus: 64, gpusPerNode: 8, microBatches: 400, layers: 10 };
const loadsOf = (routing: RoutingImbalance, microBatch: number, layer: number): Float64Array => {
  const loads = new Float64Array(routing.gpus);
  expertLoads(routing, microBatch, layer, loads);
  return loads;
};
const mean = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};
const variance = (values: Iterable<number>): number => {
  const all = [...values];
  const centre = mean(all);
  return mean(all.map((value) => (value - centre) ** 2));
};

describe('the intensity of a micro-batch', () => {
  const many = drawImbalance(1, 1, { gpus: 1, gpusPerNode: 1, microBatches: 40_000, layers: 1 });

  it('has unit mean square, so that imbalance is the coefficient of variation of a load', () => {
    expect(mean(many.spread.map((value) => value * value))).toBeCloseTo(1, 1);
  });

  it('is the norm of four domain coordinates: a chi distribution with four degrees of freedom', () => {
    // E[chi_D] = sqrt(2) Gamma((D + 1) / 2) / Gamma(D / 2), over the root of its mean square D.
    const chiMean = (domains: number) =>
      (Math.SQRT2 * Math.E ** (logGamma((domains + 1) / 2) - logGamma(domains / 2))) / Math.sqrt(domains);
    expect(chiMean(4)).toBeCloseTo((3 / 8) * Math.sqrt(2 * Math.PI), 9);
    expect(mean(many.spread)).toBeCloseTo(chiMean(4), 2);
    expect(variance(many.spread)).toBeCloseTo(1 - chiMean(4) ** 2, 2);
    expect(CORPUS_DOMAINS).toMatchObject({ value: 4, provenance: 'assumed' });
  });

  it('scales with the imbalance, micro-batch by micro-batch', () => {
    const [once, twice] = [drawImbalance(3, 0.1, shape), drawImbalance(3, 0.2, shape)];
    twice.spread.forEach((value, m) => expect(value).toBeCloseTo(2 * once.spread[m]!, 12));
    expect(twice.deviations).toEqual(once.deviations);
  });
});

describe('the deviations', () => {
  const { deviations } = drawImbalance(3, 0.1, shape);
  const vectors = Array.from({ length: deviations.length / 64 }, (_, v) =>
    deviations.subarray(64 * v, 64 * v + 64),
  );

  it('are standard normal, less the mean of each vector: every token goes somewhere', () => {
    for (const vector of vectors) expect(mean(vector)).toBeCloseTo(0, 12);
    expect(variance(deviations)).toBeCloseTo(1 - 1 / 64, 1);
    const beyond = deviations.filter((z) => Math.abs(z) > 1.96 * Math.sqrt(1 - 1 / 64)).length;
    expect(beyond / deviations.length).toBeCloseTo(0.05, 2);
  });

  it('vary in every vector, and on every GPU', () => {
    for (const vector of vectors) expect(variance(vector)).toBeGreaterThan(0.4);
    for (let gpu = 0; gpu < 64; gpu += 1)
      expect(variance(vectors.map((vector) => vector[gpu]!))).toBeGreaterThan(0.75);
  });

  it('are all in use, and rotated by every number of whole nodes', () => {
    const { vector, rotation } = drawImbalance(3, 0.1, { ...shape, microBatches: 4000 });
    expect(new Set(vector).size).toBe(vectors.length);
    expect([...new Set(rotation)].sort((a, b) => a - b)).toEqual([0, 8, 16, 24, 32, 40, 48, 56]);
    const small = drawImbalance(3, 0.1, { ...shape, gpus: 4 });
    expect(new Set(small.rotation)).toEqual(new Set([0]));
  });

  it('rotate independently of the vector: each is seen in several places', () => {
    const { vector, rotation } = drawImbalance(3, 0.1, { ...shape, microBatches: 4000 });
    const places = new Set([...rotation].filter((_, i) => vector[i] === vector[0]));
    expect(places.size).toBe(8);
  });
});

describe('the loads of a layer', () => {
  it('have the stated coefficient of variation, mean one in each layer, and the same bytes again', () => {
    const routing = drawImbalance(3, 0.1, shape);
    const all: number[] = [];
    for (let m = 0; m < shape.microBatches; m += 1)
      for (let l = 0; l < shape.layers; l += 1) {
        const loads = loadsOf(routing, m, l);
        expect(mean(loads)).toBeCloseTo(1, 12);
        all.push(...loads);
      }
    expect(Math.abs(Math.sqrt(variance(all)) / 0.1 - 1)).toBeLessThan(0.05);
    expect(drawImbalance(3, 0.1, shape)).toEqual(routing);
    expect(drawImbalance(4, 0.1, shape).spread).not.toEqual(routing.spread);
    expect(drawImbalance(4, 0.1, shape).deviations).not.toEqual(routing.deviations);
  });

  it('are one plus the intensity times the rotated deviations, and no fewer than no tokens', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.double({ min: 0, max: 3, noNaN: true }), (seed, imbalance) => {
        const routing = drawImbalance(seed, imbalance, {
          gpus: 16,
          gpusPerNode: 4,
          microBatches: 3,
          layers: 4,
        });
        for (let m = 0; m < 3; m += 1)
          for (let l = 0; l < 4; l += 1) {
            const [vector, rotation] = [routing.vector[4 * m + l]!, routing.rotation[4 * m + l]!];
            loadsOf(routing, m, l).forEach((load, gpu) => {
              const z = routing.deviations[16 * vector + ((gpu + rotation) % 16)]!;
              expect(load).toBe(Math.max(0, 1 + routing.spread[m]! * z));
            });
          }
      }),
      { numRuns: 30 },
    );
  });

  it('are the same whatever else was asked for, and differ between layers and micro-batches', () => {
    const routing = drawImbalance(3, 0.1, shape);
    const asked = loadsOf(routing, 7, 3);
    loadsOf(routing, 0, 0);
    expect(loadsOf(routing, 7, 3)).toEqual(asked);
    expect(loadsOf(routing, 7, 4)).not.toEqual(asked);
    expect(loadsOf(routing, 8, 3)).not.toEqual(asked);
  });

  it('are balanced at zero imbalance, and where one GPU holds every expert', () => {
    expect(new Set(loadsOf(drawImbalance(3, 0, shape), 5, 2))).toEqual(new Set([1]));
    const single = drawImbalance(3, 0.5, { gpus: 1, gpusPerNode: 8, microBatches: 4, layers: 4 });
    expect([...loadsOf(single, 3, 3)]).toEqual([1]);
    expect([hottestGpuLoad(single, 3, 3), hottestNodeLoad(single, 3, 3)]).toEqual([1, 1]);
  });
});

describe('the hottest', () => {
  const nodeMeans = (loads: Float64Array, size: number): number[] =>
    Array.from({ length: loads.length / size }, (_, node) =>
      mean(loads.subarray(node * size, (node + 1) * size)),
    );

  it.each([
    [64, 8],
    [16, 1],
    [8, 8],
    [4, 8],
  ])(
    'of %i GPUs, %i to a node, are the fullest GPU and the fullest node of the loads',
    (gpus, gpusPerNode) => {
      const routing = drawImbalance(3, 0.1, { gpus, gpusPerNode, microBatches: 50, layers: 10 });
      const size = Math.min(gpus, gpusPerNode);
      for (let m = 0; m < 50; m += 1)
        for (let l = 0; l < 10; l += 1) {
          const loads = loadsOf(routing, m, l);
          expect(hottestGpuLoad(routing, m, l)).toBe(Math.max(...loads));
          expect(hottestNodeLoad(routing, m, l)).toBeCloseTo(Math.max(...nodeMeans(loads, size)), 12);
        }
    },
  );

  it('node is no hotter than the hottest GPU: its GPUs share the load', () => {
    const routing = drawImbalance(3, 0.1, shape);
    for (let m = 0; m < 20; m += 1) {
      expect(hottestNodeLoad(routing, m, 1)).toBeGreaterThan(1);
      expect(hottestNodeLoad(routing, m, 1)).toBeLessThan(hottestGpuLoad(routing, m, 1));
    }
  });
});

it('refuses an imbalance below zero and an empty group', () => {
  expect(() => drawImbalance(1, -0.1, shape)).toThrow('coefficient of variation');
  expect(() => drawImbalance(1, 0.1, { ...shape, gpus: 0 })).toThrow('coefficient of variation');
});

it('the fitted imbalance says that it is fitted, and to what', () => {
  expect(FITTED_IMBALANCE).toMatchObject({
    provenance: 'fitted',
    source: expect.stringContaining('row 1F1B'),
  });
});
