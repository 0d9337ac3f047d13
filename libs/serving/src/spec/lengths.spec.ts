import fc from 'fast-check';
import { type LengthsSpec, lengthAt, lengthPoints, meanLength } from './lengths.js';
import { decodeContext, prefillContext, requestsUnderWay } from './requests.js';

const moment = (spec: LengthsSpec, mean: number, power: number): number =>
  lengthPoints(mean, spec).reduce((sum, { tokens, share }) => sum + share * tokens ** power, 0);

const tokens = fc.integer({ min: 1, max: 100_000 });
const lengths: fc.Arbitrary<LengthsSpec> = fc.oneof(
  fc.double({ min: 0.01, max: 3, noNaN: true }).map((cv) => ({ kind: 'log-normal' as const, cv })),
  fc.array(tokens, { minLength: 1, maxLength: 20 }).map((list) => ({ kind: 'list' as const, tokens: list })),
  fc
    .array(tokens, { minLength: 2, maxLength: 20 })
    .map((list) => ({ kind: 'quantiles' as const, tokens: list.sort((a, b) => a - b) })),
);

describe('lengths', () => {
  it("are shares of one whose mean is the request's", () => {
    fc.assert(
      fc.property(lengths, tokens, (spec, mean) => {
        expect(moment(spec, mean, 0)).toBeCloseTo(1, 9);
        expect(moment(spec, mean, 1) / mean).toBeCloseTo(1, 9);
        // No distribution has a mean square below the square of its mean.
        expect(moment(spec, mean, 2) / mean ** 2).toBeGreaterThan(1 - 1e-9);
      }),
    );
  });

  it('of a log-normal have the spread that it states', () => {
    for (const cv of [0.1, 0.5, 1, 2])
      expect(moment({ kind: 'log-normal', cv }, 1000, 2) / 1e6).toBeCloseTo(1 + cv * cv, 6);
  });

  it('between quantiles are spread evenly: mean and mean square of a uniform', () => {
    const uniform: LengthsSpec = { kind: 'quantiles', tokens: [800, 1000] };
    expect(meanLength(uniform)).toBeCloseTo(900, 9);
    expect(moment(uniform, 900, 2)).toBeCloseTo((800 ** 2 + 800 * 1000 + 1000 ** 2) / 3, 6);
    expect([0.25, 0.5, 0.99].map((share) => lengthAt(900, uniform, share))).toEqual([850, 900, 998]);
  });

  it('that are listed count by their weights', () => {
    const listed: LengthsSpec = { kind: 'list', tokens: [4000, 100], weights: [1, 9] };
    expect(meanLength(listed)).toBeCloseTo(490, 9);
    expect([0.5, 0.89, 0.95].map((share) => lengthAt(490, listed, share))).toEqual([100, 100, 4000]);
  });

  it('never fall with the share that lies below', () => {
    fc.assert(
      fc.property(lengths, tokens, (spec, mean) => {
        const at = [0.01, 0.2, 0.5, 0.9, 0.99].map((share) => lengthAt(mean, spec, share));
        expect(at).toEqual([...at].sort((a, b) => a - b));
      }),
    );
  });
});

describe('what requests under way have', () => {
  const fixed = { promptTokens: 3000, outputTokens: 600, cachedShare: 0.5 };

  it('is that of one request where none differ', () => {
    const same = { ...fixed, outputLengths: { kind: 'log-normal', cv: 0 } as const };
    expect(decodeContext(same)).toBe(3300);
    expect(prefillContext({ ...fixed, promptLengths: { kind: 'list', tokens: [3000] } })).toBe(
      prefillContext(fixed),
    );
    expect(requestsUnderWay(same)).toEqual([{ promptTokens: 3000, outputTokens: 600, share: 1 }]);
  });

  it('weighs answers by their lengths, and prompts by their squares', () => {
    const outputLengths = { kind: 'log-normal', cv: 1 } as const;
    // E[O (P + O/2)] / E[O] = P + E[O^2] / (2 E[O]), and E[O^2] is twice the square of the mean.
    expect(decodeContext({ ...fixed, outputLengths })).toBeCloseTo(3600, 3);
    const promptLengths = { kind: 'log-normal', cv: 1 } as const;
    expect(prefillContext({ ...fixed, promptLengths })).toBeCloseTo(2 * prefillContext(fixed), 3);
    const shares = requestsUnderWay({ ...fixed, promptLengths, outputLengths });
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});
