import { SharedParts } from './shared-parts.js';

type Parts = Record<string, Record<string, unknown>>;

const readAll = (...values: unknown[]): Parts[] => {
  const parts = new SharedParts();
  return values.map((value) => parts.read(JSON.stringify(value)) as Parts);
};

describe('documents that follow each other', () => {
  it('share the parts that are equal, and no other', () => {
    const [first, second] = readAll(
      { seed: 1, cluster: { gpu: { name: 'a' }, nic: { gbps: 25 } }, list: [{ x: 1 }, { x: 2 }] },
      { seed: 2, cluster: { gpu: { name: 'a' }, nic: { gbps: 50 } }, list: [{ x: 1 }, { x: 3 }] },
    );
    expect(second).toEqual({
      seed: 2,
      cluster: { gpu: { name: 'a' }, nic: { gbps: 50 } },
      list: [{ x: 1 }, { x: 3 }],
    });
    expect(second?.cluster?.gpu).toBe(first?.cluster?.gpu);
    expect(second?.list?.[0]).toBe(first?.list?.[0]);
    expect(second?.cluster).not.toBe(first?.cluster);
    expect(first?.cluster?.nic).toEqual({ gbps: 25 });
  });

  it('are one object when all of them is equal', () => {
    const [first, second] = readAll({ a: { b: [1, 'x', null, true] } }, { a: { b: [1, 'x', null, true] } });
    expect(second).toBe(first);
  });

  it.each([
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [[1, 2], [1]],
    [['x'], { 0: 'x' }],
    [{ 0: 'x' }, ['x']],
    [{ a: null }, { a: {} }],
    [{ a: {} }, { a: null }],
    [[], {}],
    [{ a: 0 }, { a: '0' }],
    [{ length: 1 }, []],
  ])('%j does not become %j', (before, next) => {
    const [first, second] = readAll({ part: before }, { part: next });
    expect([first, second]).toEqual([{ part: before }, { part: next }]);
  });

  it('share nothing with one that was long before: what is kept by a part has an end', () => {
    const read = readAll(...Array.from({ length: 251 }, (_, seed) => ({ seed, part: { a: 1 } })));
    expect(read[249]?.part).toBe(read[0]?.part);
    expect(read[250]?.part).toEqual({ a: 1 });
    expect(read[250]?.part).not.toBe(read[0]?.part);
  });
});
