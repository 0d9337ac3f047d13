/** A chunk's view of the routing: the loads of the experts room, and balance where there are none. */
import { drawImbalance, expertLoads, hottestGpuLoad, hottestNodeLoad } from '../experts/index.js';
import { RoutingView } from './index.js';

const routing = drawImbalance(
  1,
  { persistent: 0.2, window: 0.1 },
  { gpus: 16, gpusPerNode: 8, microBatches: 3, layers: 4 },
);

describe('RoutingView', () => {
  it('shows the loads of every micro-batch and layer, the first layer included', () => {
    const view = new RoutingView(routing);
    const [seen, drawn] = [new Float64Array(16), new Float64Array(16)];
    expect(view.gpus).toBe(16);
    for (let m = 0; m < 3; m += 1)
      for (let layer = 0; layer < 4; layer += 1) {
        view.loads(m, layer, seen);
        expertLoads(routing, m, layer, drawn);
        expect(seen).toEqual(drawn);
        expect(view.fullestLoad(m, layer)).toBe(hottestGpuLoad(routing, m, layer));
        expect(view.nodeLoad(m, layer)).toBe(hottestNodeLoad(routing, m, layer));
        expect(view.fullestLoad(m, layer)).toBe(Math.max(...seen));
      }
  });

  it('is balanced in a layer without routed experts, and without routing', () => {
    for (const [view, layer] of [
      [new RoutingView(routing), -1],
      [new RoutingView(undefined), 0],
    ] as const) {
      const out = new Float64Array(view.gpus).fill(NaN);
      view.loads(0, layer, out);
      expect(out.every((load) => load === 1)).toBe(true);
      expect([view.fullestLoad(0, layer), view.nodeLoad(0, layer)]).toEqual([1, 1]);
    }
    expect(new RoutingView(undefined).gpus).toBe(1);
  });
});
