import { referenceCase } from './reference-cases.js';

const crossed = (links: Int32Array): number => new Set(links).size;

describe('reference cases', () => {
  it('cross every cable of their tree, and no other', () => {
    const full = referenceCase('full', 128, 128, 1e6);
    // A cable either way for each host, and for each of 32 uplinks of four leaves.
    expect([full.capacity.length, crossed(full.pathLink)]).toEqual([2 * 128 + 2 * 4 * 32, 512]);
    expect(full.bytes).toHaveLength(128 * 127);
    const planes = referenceCase('plane8', 512, 512, 1e6);
    expect(planes.capacity.length).toBe(8 * (2 * 64 + 2 * 2 * 32));
    expect(crossed(planes.pathLink)).toBe(planes.capacity.length);
    expect(planes.bytes).toHaveLength(8 * 8 * 64 * 63);
  });

  it('send half way round in a permutation, and stay in their groups', () => {
    const permutation = referenceCase('permutation', 128, 0, 1e6);
    expect(permutation.bytes).toHaveLength(128);
    const ends = (flow: number) => [
      permutation.pathLink[permutation.pathStart[flow]],
      permutation.pathLink[permutation.pathStart[flow + 1] - 1],
    ];
    expect([ends(0), ends(100)]).toEqual([
      [0, 128 + 64],
      [100, 128 + 36],
    ]);
    const grouped = referenceCase('full', 64, 32, 1e6);
    // Groups of 32 hosts are under one leaf: no flow has more than its two host cables.
    expect(crossed(grouped.pathLink)).toBe(2 * 64);
  });

  it('draw sizes within the skew, the same every time', () => {
    const skewed = referenceCase('permutation', 64, 0, 1e6, 0.2);
    expect([...skewed.bytes]).toEqual([...referenceCase('permutation', 64, 0, 1e6, 0.2).bytes]);
    expect(Math.min(...skewed.bytes)).toBeGreaterThanOrEqual(0.8e6);
    expect(Math.max(...skewed.bytes)).toBeLessThan(1.2e6);
    expect(new Set(skewed.bytes).size).toBe(64);
  });
});
