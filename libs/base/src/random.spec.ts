import fc from 'fast-check';
import { RandomStream, philox4x32 } from './random.js';

describe('philox4x32-10', () => {
  // Known-answer vectors published with Random123 (kat_vectors).
  it.each([
    [
      [0, 0, 0, 0, 0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('matches the published vector %#', (input, expected) => {
    const out = new Uint32Array(4);
    const [c0, c1, c2, c3, k0, k1] = input as [number, number, number, number, number, number];
    philox4x32(c0, c1, c2, c3, k0, k1, out);
    expect([...out]).toEqual(expected);
  });
});

describe('RandomStream', () => {
  it('gives the same draws for the same seed and name, others for another name', () => {
    const draws = (seed: number, name: string) =>
      Array.from(
        { length: 8 },
        (
          (stream) => () =>
            stream.nextUint32()
        )(new RandomStream(seed, name)),
      );
    expect(draws(1, 'faults')).toEqual(draws(1, 'faults'));
    expect(draws(1, 'faults')).not.toEqual(draws(1, 'policy'));
    expect(draws(1, 'faults')).not.toEqual(draws(2, 'faults'));
  });

  it('addresses draws by coordinate, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1e6), fc.nat(50), (seed, coordinate, before) => {
        const direct = new RandomStream(seed, 'x').seek(coordinate).nextUint32();
        const stream = new RandomStream(seed, 'x');
        for (let i = 0; i < before; i += 1) stream.nextUint32();
        expect(stream.seek(coordinate).nextUint32()).toBe(direct);
      }),
      { numRuns: 200 },
    );
  });

  it('has uniform, normal and exponential draws with the right moments', () => {
    const stream = new RandomStream(7, 'moments');
    const n = 40_000;
    let uniform = 0;
    let normal = 0;
    let normal2 = 0;
    let exponential = 0;
    for (let i = 0; i < n; i += 1) {
      const u = stream.uniform();
      expect(u > 0 && u < 1).toBe(true);
      uniform += u / n;
      const z = stream.normal();
      normal += z / n;
      normal2 += (z * z) / n;
      exponential += stream.exponential(3) / n;
    }
    const standardErrors = 4 / Math.sqrt(n);
    expect(Math.abs(uniform - 0.5)).toBeLessThan(0.289 * standardErrors);
    expect(Math.abs(normal)).toBeLessThan(standardErrors);
    expect(Math.abs(normal2 - 1)).toBeLessThan(Math.SQRT2 * standardErrors);
    expect(Math.abs(exponential - 3)).toBeLessThan(3 * standardErrors);
  });

  it('has uniform whole numbers, of two words or of one', () => {
    const n = 50;
    const draws = 50_000;
    for (const kind of ['integer', 'index'] as const) {
      const stream = new RandomStream(8, kind);
      const count = new Array<number>(n).fill(0);
      for (let i = 0; i < draws; i += 1) count[stream[kind](n)]! += 1;
      const chiSquare = count.reduce((sum, one) => sum + (one - draws / n) ** 2 / (draws / n), 0);
      // 49 degrees of freedom: 85.4 is exceeded once in a thousand, 24.7 is not reached as often.
      expect(chiSquare).toBeLessThan(85.4);
      expect(chiSquare).toBeGreaterThan(24.7);
    }
    const [words, indices] = [new RandomStream(9, 'words'), new RandomStream(9, 'words')];
    for (let i = 0; i < 1000; i += 1)
      expect(indices.index(2_097_152)).toBe(Math.floor((words.nextUint32() / 4_294_967_296) * 2_097_152));
  });
});
