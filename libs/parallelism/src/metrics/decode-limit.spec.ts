import { MODELS } from '../model/index.js';
import { decodeLimit } from './index.js';

const v3 = MODELS['deepseek-v3'];
const options = { bandwidthGBps: 50, tokensPerDevice: 32, dispatchBytes: 1, combineBytes: 2, hidden: 7000 };

describe('decodeLimit', () => {
  it(
    'is 120.96 us a layer and 14.76 ms a token over 50 GB/s, with the hidden size rounded as in the ' +
      'paper',
    () => {
      const limit = decodeLimit(v3, options);
      expect(limit.communicationS * 1e6).toBeCloseTo(120.96, 9);
      expect(limit.layerS * 1e6).toBeCloseTo(241.92, 9);
      expect(limit.tokenS * 1e3).toBeCloseTo(14.757, 3);
      expect(limit.tokensPerSecond).toBeCloseTo(67.76, 2);
    },
  );

  it("takes the model's hidden size by default, and scales with bandwidth", () => {
    const rest = { ...options, hidden: v3.hidden };
    expect(
      decodeLimit(v3, { bandwidthGBps: 50, tokensPerDevice: 32, dispatchBytes: 1, combineBytes: 2 }),
    ).toEqual(decodeLimit(v3, rest));
    expect(decodeLimit(v3, rest).communicationS * 1e6).toBeCloseTo(123.863, 3);
    expect(decodeLimit(v3, { ...rest, bandwidthGBps: 900 }).tokenS).toBeCloseTo(
      decodeLimit(v3, rest).tokenS / 18,
      12,
    );
  });

  it('has no meaning for a dense model', () => {
    expect(() => decodeLimit(MODELS['llama3-8b'], options)).toThrow(/mixture of experts/);
  });
});
