import fc from 'fast-check';
import { galoisField, primePower } from './galois.js';

const ORDERS = [2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 25, 27, 29, 32, 49, 64];

describe('primePower', () => {
  it('finds prime and exponent, or neither', () => {
    expect(primePower(27)).toEqual({ prime: 3, exponent: 3 });
    expect(primePower(29)).toEqual({ prime: 29, exponent: 1 });
    expect([1, 0, -4, 6, 28, 12.5].map(primePower)).toEqual(Array(6).fill(undefined));
  });
});

describe('galoisField', () => {
  it.each(ORDERS)('GF(%i): a primitive element runs through every element but 0', (q) => {
    expect(new Set(galoisField(q)!.powers)).toEqual(new Set(Array.from({ length: q - 1 }, (_, i) => i + 1)));
  });

  it('obeys the field axioms', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDERS), fc.nat(), fc.nat(), fc.nat(), (q, i, j, k) => {
        const { add, multiply } = galoisField(q)!;
        const [a, b, c] = [i % q, j % q, k % q];
        return (
          add(a, b) === add(b, a) &&
          add(add(a, b), c) === add(a, add(b, c)) &&
          add(a, 0) === a &&
          multiply(a, b) === multiply(b, a) &&
          multiply(multiply(a, b), c) === multiply(a, multiply(b, c)) &&
          multiply(a, 1) === a &&
          multiply(a, add(b, c)) === add(multiply(a, b), multiply(a, c))
        );
      }),
    );
  });

  it('does not exist for other orders', () => {
    expect(galoisField(28)).toBeUndefined();
  });
});
