import fc from 'fast-check';
import { fatTreeLayout, planFatTree } from './fat-tree.js';
import { usedPorts } from './inventory.js';

describe('three-layer fat tree', () => {
  it('is full at k^3/4 NICs and refuses one more', () => {
    expect(fatTreeLayout(65536, 64)).toEqual({ half: 32, leaves: 2048, pods: 64, coresPerGroup: 32 });
    expect(fatTreeLayout(65537, 64)).toBeUndefined();
  });

  it('needs no core for one pod', () => {
    expect(fatTreeLayout(1024, 64)).toEqual({ half: 32, leaves: 32, pods: 1, coresPerGroup: 0 });
  });

  it('gives every leaf as many ways up as NICs and stays within its ports', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 1024 }), (half, nics) => {
      const layout = fatTreeLayout(nics, 2 * half);
      if (layout === undefined) return nics > 2 * half * half * half;
      const plan = planFatTree(2 * half, layout);
      const used = usedPorts(plan, nics);
      const spineUp = new Int32Array(plan.spines);
      plan.wire((a, _b, linkClass) => {
        if (linkClass === 'spine-core') spineUp[a - plan.leaves]! += 1;
      });
      return used.every((ports) => ports <= 2 * half) && (layout.pods === 1 || spineUp.every((links) => links === half));
    }));
  });
});
