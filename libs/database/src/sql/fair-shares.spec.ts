import { sharesOf, takeFairly } from './fair-shares.js';

/** Takes from lists of jobs in memory, and records what was asked for. */
function shelf(jobs: Readonly<Record<string, number>>) {
  const left = new Map(Object.entries(jobs));
  const asked: [string, number][] = [];
  return {
    tenants: [...left.keys()],
    asked,
    take: async (tenant: string, count: number): Promise<string[]> => {
      asked.push([tenant, count]);
      const there = Math.min(count, left.get(tenant) ?? 0);
      left.set(tenant, (left.get(tenant) ?? 0) - there);
      return Array.from({ length: there }, () => tenant);
    },
  };
}

describe('shares of places', () => {
  it.each([
    [['a'], {}, 3, { a: 3 }],
    [['a', 'b'], {}, 4, { a: 2, b: 2 }],
    [['a', 'b'], { a: 5 }, 4, { a: 0, b: 4 }],
    [['a', 'b'], { a: 2 }, 4, { a: 1, b: 3 }],
    [['a', 'b', 'c'], { a: 1, b: 1, c: 1 }, 1, { a: 1, b: 0, c: 0 }],
    [[], {}, 4, {}],
  ])('of %j that hold %j: %i more', (tenants, held, places, shares) => {
    expect(Object.fromEntries(sharesOf(tenants, new Map(Object.entries(held)), places))).toEqual(shares);
  });
});

describe('taking jobs', () => {
  it('gives what one tenant leaves to the others', async () => {
    const { tenants, take, asked } = shelf({ a: 100, b: 1 });
    const taken = await takeFairly(tenants, { places: 10 }, take);
    expect(taken.filter((tenant) => tenant === 'b')).toHaveLength(1);
    expect(taken).toHaveLength(10);
    expect(asked).toEqual([
      ['a', 5],
      ['b', 5],
      ['a', 4],
    ]);
  });

  it('gives a place beyond the others to those who hold none, and to no one else', async () => {
    const held = new Map([['a', 4]]);
    const { tenants, take } = shelf({ a: 9, b: 9, c: 9, d: 9 });
    expect(await takeFairly(tenants, { places: 0, extra: 2, held }, take)).toEqual(['b', 'c']);
    expect(await takeFairly(tenants, { places: 1, extra: 9, held }, take)).toEqual(['b', 'c', 'd']);
    expect(await takeFairly(tenants, { places: 0 }, take)).toEqual([]);
  });
});
