import { FlowSetBuilder } from './flow-set.js';
import { simulateWithLoads } from './link-loads.js';

describe('simulateWithLoads', () => {
  it('accounts bytes, mean and peak for each class', () => {
    const set = new FlowSetBuilder(Float64Array.of(10, 4));
    set.hop(0).hop(1).add(8, { trafficClass: 0 });
    set.hop(0).add(30, { trafficClass: 1 });
    // Class 0 gets 4 until 2 s, class 1 gets 6, then 10: 12 + 18 = 30 at 3.8 s.
    const { result, loads } = simulateWithLoads(set.build());
    expect(Array.from(result.finish, (end) => end.toFixed(9))).toEqual(['2.000000000', '3.800000000']);
    expect(Array.from(loads.bytes)).toEqual([8, 8, 30, 0]);
    expect(loads.mean[2]).toBeCloseTo(30 / 38, 12);
    expect(Array.from(loads.peak, (share) => share.toFixed(9))).toEqual([
      '0.400000000',
      '1.000000000',
      '1.000000000',
      '0.000000000',
    ]);
    expect(Array.from(loads.peakOfAll, (share) => share.toFixed(9))).toEqual(['1.000000000', '1.000000000']);
  });

  it('leaves out bytes that a link that is down never carried', () => {
    const set = new FlowSetBuilder(Float64Array.of(1));
    set.hop(0).add(10);
    const changes = { time: Float64Array.of(4), link: Int32Array.of(0), capacity: Float64Array.of(0) };
    const { loads, result } = simulateWithLoads(set.build(), { changes });
    expect(loads.bytes[0]).toBeCloseTo(4, 12);
    expect(result.finish[0]).toBe(Infinity);
  });

  it('counts every flow of a bundle, by the share of it that crosses', () => {
    const set = new FlowSetBuilder(Float64Array.of(4, 8));
    set.hop(0).hop(1, 0.5).add(2);
    set.hop(0).hop(1, 0.5).add(2);
    set.hop(1).add(6);
    // Two flows at 2 each, half of each on link 1, and 6 of its 8 for the third.
    const { loads } = simulateWithLoads(set.build());
    expect([...loads.bytes]).toEqual([4, 8]);
    expect([...loads.peakOfAll]).toEqual([1, 1]);
    [1, 1].forEach((share, link) => expect(loads.mean[link]).toBeCloseTo(share, 12));
  });
});
