import fc from 'fast-check';
import { fatTreeLayout, planFatTree } from './fat-tree.js';
import { usedPorts } from './inventory.js';

describe('three-layer fat tree', () => {
  it('is full at k^3/4 NICs and refuses one more', () => {
    expect(fatTreeLayout(65536, 64)).toEqual({
      half: 32,
      downlinks: 32,
      uplinks: 32,
      leaves: 2048,
      pods: 64,
      coresPerGroup: 32,
    });
    expect(fatTreeLayout(65537, 64)).toBeUndefined();
  });

  it('needs no core for one pod', () => {
    expect(fatTreeLayout(1024, 64)).toEqual({
      half: 32,
      downlinks: 32,
      uplinks: 32,
      leaves: 32,
      pods: 1,
      coresPerGroup: 0,
    });
  });

  it('tapers leaves: 48 NICs and 16 spines of a 64-port pod, half the switches above', () => {
    expect(fatTreeLayout(98304, 64, 48)).toEqual({
      half: 32,
      downlinks: 48,
      uplinks: 16,
      leaves: 2048,
      pods: 64,
      coresPerGroup: 32,
    });
    expect(fatTreeLayout(98305, 64, 48)).toBeUndefined();
    const [tapered, full] = [
      [98304, 48],
      [65536, 32],
    ].map(([nics, down]) => planFatTree(64, fatTreeLayout(nics!, 64, down)!));
    expect([tapered!.leaves, tapered!.spines, tapered!.cores]).toEqual([2048, 1024, 512]);
    expect([full!.leaves, full!.spines, full!.cores]).toEqual([2048, 2048, 1024]);
  });

  it('gives every leaf its ways up, each spine as many up as down, and stays within ports', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.nat(),
        (half, nics, pick) => {
          const downlinks = 1 + (pick % (2 * half - 1));
          const layout = fatTreeLayout(nics, 2 * half, downlinks);
          if (layout === undefined) return nics > 2 * half * half * downlinks;
          const plan = planFatTree(2 * half, layout);
          const used = usedPorts(plan, nics);
          const [leafUp, spineUp] = [new Int32Array(plan.leaves), new Int32Array(plan.spines)];
          plan.wire((a, _b, linkClass) => {
            if (linkClass === 'spine-core') spineUp[a - plan.leaves] += 1;
            else leafUp[a] += 1;
          });
          return (
            used.every((ports) => ports <= 2 * half) &&
            leafUp.every((links) => links === 2 * half - downlinks) &&
            (layout.pods === 1 || spineUp.every((links) => links === half))
          );
        },
      ),
    );
  });
});
