import { type MoeSpec } from '../model/index.js';
import { gateStatistics } from './gate.js';
import { drawImbalance, expertLoads, hottestGpuLoad, hottestNodeLoad } from './imbalance.js';

const v3: MoeSpec = {
  routedExperts: 256,
  sharedExperts: 1,
  topK: 8,
  expertHidden: 2048,
  groups: 8,
  topGroups: 4,
  denseLayers: 3,
};

describe('gateStatistics', () => {
  it('gives 3.965 nodes and 7.486 GPUs a token for DeepSeek-V3 on 64 GPUs of 8 nodes', () => {
    const { nodesPerToken, gpusPerToken } = gateStatistics(v3, 64, 8);
    expect(Math.abs(nodesPerToken / 3.965 - 1)).toBeLessThan(0.004);
    expect(Math.abs(gpusPerToken / 7.486 - 1)).toBeLessThan(0.004);
  });

  it('meets more nodes when the limit is lifted, never more than the gate allows', () => {
    const free = gateStatistics({ ...v3, groups: 1, topGroups: 1 }, 64, 8);
    // Eight experts thrown on eight nodes: 8 (1 - (7/8)^8) = 5.25 without replacement a little more.
    expect(free.nodesPerToken).toBeGreaterThan(5.2);
    expect(free.nodesPerToken).toBeLessThan(5.4);
    expect(gateStatistics({ ...v3, topGroups: 2 }, 64, 8).nodesPerToken).toBeLessThanOrEqual(2);
    expect(gateStatistics(v3, 8, 8).nodesPerToken).toBe(1);
  });
});

describe('drawImbalance', () => {
  const shape = { gpus: 64, gpusPerNode: 8, microBatches: 400, layers: 10 };

  it('has the stated coefficient of variation, mean one in each layer, and the same bytes again', () => {
    const routing = drawImbalance(3, 0.1, shape);
    const loads = new Float64Array(64);
    let squares = 0;
    for (let m = 0; m < shape.microBatches; m += 1) {
      for (let l = 0; l < shape.layers; l += 1) {
        expertLoads(routing, m, l, loads);
        let mean = 0;
        for (const load of loads) {
          mean += load / 64;
          squares += (load - 1) ** 2;
        }
        expect(mean).toBeCloseTo(1, 12);
      }
    }
    const variation = Math.sqrt(squares / (64 * shape.microBatches * shape.layers));
    expect(Math.abs(variation / 0.1 - 1)).toBeLessThan(0.05);
    expect(drawImbalance(3, 0.1, shape)).toEqual(routing);
    expect(drawImbalance(4, 0.1, shape).spread).not.toEqual(routing.spread);
  });

  it('is perfectly balanced at zero, and a hot node is cooler than a hot GPU', () => {
    const loads = new Float64Array(64);
    expertLoads(drawImbalance(3, 0, shape), 5, 2, loads);
    expect(new Set(loads)).toEqual(new Set([1]));
    const routing = drawImbalance(3, 0.1, shape);
    for (let m = 0; m < 20; m += 1) {
      expertLoads(routing, m, 1, loads);
      expect(hottestGpuLoad(routing, m, 1)).toBe(Math.max(...loads));
      const node = hottestNodeLoad(routing, m, 1);
      expect(node).toBeGreaterThan(1);
      expect(node).toBeLessThanOrEqual(Math.max(...loads) + 1e-12);
    }
  });
});
