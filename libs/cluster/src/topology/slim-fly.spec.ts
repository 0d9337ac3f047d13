import { planSlimFly, nearestSlimFly, slimFlyCounts, slimFlyDelta, slimFlyExists } from './slim-fly.js';

const BUILDABLE = [4, 5, 7, 8, 9, 11, 13, 16, 17, 19, 23, 25, 27, 29];

function neighbours(q: number): Set<number>[] {
  const sets = Array.from({ length: 2 * q * q }, () => new Set<number>());
  planSlimFly({ kind: 'slim-fly', q, endpointsPerSwitch: 1, switchPorts: 64 }).wire((a, b) => {
    sets[a].add(b);
    sets[b].add(a);
  });
  return sets;
}

describe('Slim Fly', () => {
  it.each(BUILDABLE)('q = %i: the graph has the degree, links and diameter of the closed form', (q) => {
    const counts = slimFlyCounts(q)!;
    const sets = neighbours(q);
    expect(sets.length).toBe(counts.routers);
    expect(new Set(sets.map((set) => set.size))).toEqual(new Set([counts.degree]));
    expect(sets.reduce((sum, set) => sum + set.size, 0) / 2).toBe(counts.links);
    let farthest = 0;
    for (let from = 0; from < sets.length; from += 1) {
      const within2 = new Set([from, ...sets[from]]);
      for (const via of sets[from]) for (const to of sets[via]) within2.add(to);
      if (within2.size < sets.length) farthest = from + 1;
    }
    expect(farthest).toBe(0);
  });

  it('lists no cable twice', () => {
    let cables = 0;
    planSlimFly({ kind: 'slim-fly', q: 9, endpointsPerSwitch: 1, switchPorts: 64 }).wire(() => {
      cables += 1;
    });
    expect(cables).toBe(slimFlyCounts(9)!.links);
  });

  it('q = 28 has a closed form but no graph', () => {
    expect(slimFlyCounts(28)).toEqual({ routers: 1568, degree: 42, links: 32928 });
    expect(slimFlyExists(28)).toBe(false);
    expect(nearestSlimFly(28)).toEqual({ below: 27, above: 29 });
    expect(slimFlyDelta(30)).toBeUndefined();
    expect(slimFlyCounts(30)).toBeUndefined();
    expect(nearestSlimFly(3)).toEqual({ below: undefined, above: 4 });
  });
});
