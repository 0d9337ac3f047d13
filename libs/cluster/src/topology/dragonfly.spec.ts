import fc from 'fast-check';
import { globalOffsets, planDragonfly } from './dragonfly.js';

interface Wiring {
  readonly local: number;
  readonly global: number;
  readonly ports: Int32Array;
  readonly groupPairs: Map<string, number>;
}

function wiring(p: number, a: number, h: number, g: number): Wiring {
  let local = 0;
  let global = 0;
  const ports = new Int32Array(a * g);
  const groupPairs = new Map<string, number>();
  planDragonfly({ kind: 'dragonfly', p, a, h, g, switchPorts: 64 }).wire((from, to, linkClass) => {
    ports[from] += 1;
    ports[to] += 1;
    if (linkClass === 'local') local += 1;
    else {
      global += 1;
      const pair = [Math.floor(from / a), Math.floor(to / a)].sort((x, y) => x - y).join('-');
      groupPairs.set(pair, (groupPairs.get(pair) ?? 0) + 1);
    }
  });
  return { local, global, ports, groupPairs };
}

describe('dragonfly', () => {
  it('is balanced at its full size: one cable between every two groups, every port used', () => {
    const { local, global, ports, groupPairs } = wiring(2, 4, 2, 9);
    expect([local, global]).toEqual([9 * 6, (9 * 8) / 2]);
    expect(groupPairs.size).toBe(36);
    expect(new Set(groupPairs.values())).toEqual(new Set([1]));
    expect(new Set(ports)).toEqual(new Set([5]));
  });

  it('joins every two groups, evenly, and counts what the closed form counts', () => {
    const sizes = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))
      .chain(([a, h]) => fc.tuple(fc.constant(a), fc.constant(h), fc.integer({ min: 2, max: a * h + 1 })));
    fc.assert(
      fc.property(sizes, ([a, h, g]) => {
        const { local, global, ports, groupPairs } = wiring(1, a, h, g);
        const spread = [...groupPairs.values()];
        // A port stays free in each group when the ports left over are odd and no group stands opposite.
        const free = ((a * h) % (g - 1)) % 2 === 1 && g % 2 === 1 ? 1 : 0;
        return (
          local === (g * a * (a - 1)) / 2 &&
          global === (g * (a * h - free)) / 2 &&
          groupPairs.size === (g * (g - 1)) / 2 &&
          Math.max(...spread) - Math.min(...spread) <= 1 &&
          ports.every((used) => used <= a - 1 + h)
        );
      }),
    );
  });

  it('leaves every offset with its opposite', () => {
    const offsets = [...globalOffsets(512, 511)];
    expect(offsets.slice(-2)).toEqual([1, 510]);
    expect(offsets.reduce((sum, offset) => (sum + offset) % 511, 0)).toBe(0);
  });
});
