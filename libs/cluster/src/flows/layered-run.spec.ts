import { RandomStream } from '@railyard/base';
import fc from 'fast-check';
import { type FlowSet, FlowSetBuilder } from './flow-set.js';
import { simulateFlows } from './simulate-flows.js';

/**
 * GPUs with NVLink out (links 0..) and in, and a NIC each. Messages of few sizes, several for each pair, so
 * that bundles have many members; some stay in the node, some cross NVLink before the NIC, one here and there
 * is empty.
 */
function messages(seed: number): FlowSet {
  const draw = new RandomStream(seed, 'layered-run/spec');
  const rails = 2 + draw.integer(3);
  const gpus = rails * (2 + draw.integer(2));
  const nvlink = 1.2 + 5 * draw.uniform();
  const sizes = 1 + draw.integer(3);
  const local = draw.uniform() < 0.5 ? 1 : 6;
  const builder = new FlowSetBuilder(
    Float64Array.from({ length: 3 * gpus }, (_, link) =>
      link < 2 * gpus ? nvlink : draw.uniform() < 0.8 ? 1 : 0.5 + draw.uniform(),
    ),
  );
  for (let from = 0; from < gpus; from += 1) {
    for (let to = 0; to < gpus; to += 1) {
      if (from === to || draw.uniform() < 0.2) continue;
      const near = Math.floor(from / rails) === Math.floor(to / rails);
      const rail = from - (from % rails) + (to % rails);
      for (let copy = 1 + draw.integer(3); copy > 0; copy -= 1) {
        const part = draw.uniform() < 0.8 ? 1 : 0.5;
        if (near) builder.hop(from).hop(gpus + to);
        else {
          if (rail !== from) builder.hop(from, part).hop(gpus + rail, part);
          builder.hop(2 * gpus + rail);
        }
        builder.add(draw.uniform() < 0.05 ? 0 : (near ? local : 1) * (1 + draw.integer(sizes)));
      }
    }
  }
  return builder.build();
}

const close = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

describe('LayeredRun', () => {
  it('gives the ends of one solve of all links, with bundles of many members', () => {
    let runs = 0;
    let loose = 0;
    let tightened = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const set = messages(seed);
        const expected = simulateFlows(set, { observe: () => undefined });
        const result = simulateFlows(set);
        const wrong = [...result.finish].flatMap((end, flow) =>
          close(end, expected.finish[flow]) ? [] : [flow],
        );
        expect(wrong).toEqual([]);
        expect(Math.max(...result.left)).toBe(0);
        runs += 1;
        loose += Number(result.looseLinks > 0);
        tightened += Number(result.tightened > 0);
      }),
      { numRuns: 200 },
    );
    expect([loose > 0.3 * runs, tightened > 0.03 * runs, loose - tightened > 0.05 * runs]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('solves no more than the flows over tight links ask for while NVLink has plenty', () => {
    // Two NICs of rate 1, two messages each, over NVLink of 100 that also has one of its own.
    const builder = new FlowSetBuilder(Float64Array.of(100, 1, 1));
    builder.hop(0).hop(1).add(1);
    builder.hop(0).hop(1).add(3);
    builder.hop(0).hop(2).add(2);
    builder.hop(0).hop(2).add(2);
    builder.hop(0).add(196);
    const result = simulateFlows(builder.build());
    expect([result.looseLinks, result.tightened]).toEqual([1, 0]);
    // 98 for the local message until the first NIC is idle at 4 s, which is after its end at 2 s.
    [2, 4, 4, 4, 2].forEach((end, flow) => expect(result.finish[flow]).toBeCloseTo(end, 11));
  });

  it('lets NVLink decide from the moment at which it does', () => {
    // Four NICs of rate 1, each with three short messages and a long one that also crosses NVLink of rate 3.
    const builder = new FlowSetBuilder(Float64Array.of(3, 1, 1, 1, 1));
    for (const nic of [1, 2, 3, 4]) {
      builder.hop(0).hop(nic).add(10);
      for (let short = 0; short < 3; short += 1) builder.hop(nic).add(1);
    }
    const result = simulateFlows(builder.build());
    expect([result.looseLinks, result.tightened]).toEqual([1, 1]);
    // Short ones end at 4 s; then each long one has 3/4 instead of 1 for its 9 bytes.
    for (let nic = 0; nic < 4; nic += 1) {
      expect(result.finish[4 * nic]).toBeCloseTo(16, 10);
      expect(result.finish[4 * nic + 1]).toBeCloseTo(4, 11);
    }
    // Each NIC once, three of them again before NVLink is over its rate, and all links once.
    expect(result.solves).toBe(8);
  });

  it('gives what others leave of NVLink to messages over it alone, and more when they end', () => {
    // NIC messages of 1/2 each on two NICs of rate 1; NVLink of 4 with one local message.
    const builder = new FlowSetBuilder(Float64Array.of(4, 1, 1));
    for (const nic of [1, 1, 2, 2]) builder.hop(0).hop(nic).add(nic);
    builder.hop(0).add(10);
    const result = simulateFlows(builder.build());
    expect([result.looseLinks, result.tightened]).toEqual([1, 0]);
    // 2 for it until 2 s, 3 until 4 s.
    [2, 2, 4, 4, 4].forEach((end, flow) => expect(result.finish[flow]).toBeCloseTo(end, 11));
  });
});

describe('LayeredRun that stops', () => {
  it('has what one solve of all links has left at that moment', () => {
    let [runs, stopped, loose] = [0, 0, 0];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (seed, part) => {
          runs += 1;
          const set = messages(seed);
          const whole = simulateFlows(set, { observe: () => undefined });
          if (whole.makespan === 0) return;
          const until = part * whole.makespan;
          const expected = simulateFlows(set, { observe: () => undefined, until });
          const result = simulateFlows(set, { until });
          const wrong = [...result.finish].flatMap((end, flow) =>
            close(end, expected.finish[flow]) && Math.abs(result.left[flow] - expected.left[flow]) < 1e-9
              ? []
              : [flow],
          );
          expect(wrong).toEqual([]);
          stopped += Number(Math.max(...result.left) > 0);
          loose += Number(result.looseLinks > 0);
        },
      ),
      { numRuns: 200 },
    );
    expect([stopped / runs > 0.75, loose / runs > 0.2]).toEqual([true, true]);
  });

  it('ends with the flows that get done at that very moment, and holds those on a link that is down', () => {
    const builder = new FlowSetBuilder(Float64Array.of(100, 1, 0));
    builder.hop(0).hop(1).add(1);
    builder.hop(0).hop(1).add(3);
    builder.hop(0).hop(2).add(2);
    for (const [until, ends, left] of [
      [2, [2, Infinity, Infinity], [0, 2, 2]],
      [4, [2, 4, Infinity], [0, 0, 2]],
      [9, [2, 4, Infinity], [0, 0, 2]],
    ] as const) {
      const result = simulateFlows(builder.build(), { until });
      ends.forEach((end, flow) => expect(result.finish[flow]).toBeCloseTo(end, 11));
      left.forEach((bytes, flow) => expect(result.left[flow]).toBeCloseTo(bytes, 11));
    }
  });
});
