import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { importTrace, profileOf } from '../timeline/index.js';
import { readTrace } from '../trace/index.js';
import { differenceOf } from './difference.js';
import { clockOffset, meetings } from './meetings.js';
import { compareRanks, rankRecording } from './ranks.js';

const GEMM = 'sm90_xmma_gemm_bf16bf16_bf16f32_f32_tn_n';
const ALL_REDUCE = 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL(ncclDevKernelArgsStorage<4096ul>)';
const slice = (name: string, ts: number, dur: number) => ({
  ph: 'X',
  cat: 'kernel',
  name,
  pid: 0,
  tid: name === GEMM ? 7 : 9,
  ts,
  dur,
  args: { device: 0, stream: name === GEMM ? 7 : 9 },
});
/** A rank whose computation takes `compute` us in each of ten steps of 10 ms; the slowest takes 8 ms. */
const trace = (rank: number, compute: number, shift = 0) =>
  JSON.stringify({
    distributedInfo: { rank, world_size: 3 },
    traceEvents: Array.from({ length: 10 }, (_, step) => [
      slice(GEMM, shift + step * 10_000, compute),
      slice(ALL_REDUCE, shift + step * 10_000 + compute, 9_000 - compute),
    ]).flat(),
  });
const recording = (rank: number, compute: number, shift = 0) =>
  rankRecording(`rank-${rank}.json`, readTrace(trace(rank, compute, shift)));

describe('ranks side by side', () => {
  it('the rank that others wait for is the straggler, and their wait is what it takes longer', () => {
    const { ranks, straggler, computeSkew, meanArrivalSkewMs, matched } = compareRanks([
      recording(0, 5_000),
      recording(1, 8_000),
      recording(2, 6_000),
    ]);
    expect([straggler, matched]).toEqual([1, 10]);
    expect(ranks.map(({ waitMs }) => Math.round(waitMs))).toEqual([30, 0, 20]);
    expect(ranks.map(({ lastToCome }) => lastToCome)).toEqual([0, 10, 0]);
    expect(computeSkew).toBeCloseTo(0.6, 9);
    expect(meanArrivalSkewMs).toBeCloseTo(3, 9);
  });

  it('clocks that differ are shifted', () => {
    const shifted = compareRanks([recording(0, 5_000), recording(1, 8_000, 42_345)]);
    // Ten ends at a distance of 10 ms from each other: the shift with all ten of them wins.
    expect(shifted.ranks[1]?.clockOffsetMs).toBeCloseTo(42.345, 6);
    expect([shifted.matched, shifted.straggler]).toEqual([10, 1]);
  });

  it('equal ranks have no straggler; ranks of different jobs match in nothing', () => {
    expect(compareRanks([recording(0, 5_000), recording(1, 5_000)]).straggler).toBeNull();
    const apart = compareRanks([recording(0, 5_000), recording(1, 5_000, 1e9)]);
    expect([apart.matched, apart.straggler]).toEqual([0, null]);
  });

  it('two ranks of a real job of 128: what meets, and who is late', () => {
    const [first, second] = ['hta-sampled-rank-0', 'hta-sampled-rank-1'].map((name) =>
      rankRecording(
        name,
        readTrace(gunzipSync(readFileSync(join(__dirname, `../../../../test/data/traces/${name}.json.gz`)))),
      ),
    );
    const { ranks, straggler, matched, computeSkew } = compareRanks([first!, second!]);
    // Ends that agree within .5 ms: read off the two files by hand.
    const shared = [
      [62_783, 57_924],
      [11_727, 8_370],
      [42_496, 42_744],
      [36_158, 13_838],
      [63_644, 62_163],
    ] as const;
    expect(matched).toBe(shared.length);
    const waits = [0, 1].map((rank) =>
      shared.reduce((sum, pair) => sum + pair[rank as 0] - Math.min(...pair), 0),
    );
    expect(ranks.map(({ waitMs }) => waitMs)).toEqual(waits.map((us) => us / 1e3));
    expect(ranks.map(({ lastToCome }) => lastToCome)).toEqual([0, 4]);
    expect(straggler).toBe(1);
    expect(computeSkew).toBeGreaterThan(0.3);
  });

  it('kernels of one name that end soon after each other but never overlap are two calls', () => {
    const one = (end: number, duration: number) => ({
      ends: Float64Array.of(end),
      durations: Float64Array.of(duration),
      names: [ALL_REDUCE],
    });
    expect(meetings([one(1000, 50), one(1300, 50)], [0, 0])).toEqual([]);
    expect(meetings([one(1000, 50), one(1300, 400)], [0, 0])).toHaveLength(1);
    expect(meetings([one(1000, 50), one(1600, 900)], [0, 0])).toEqual([]);
  });

  it('a call is met once by each rank, whatever the order', () => {
    const work = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 3_000 })), {
        minLength: 1,
        maxLength: 12,
      })
      .map((pairs) => {
        const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
        return {
          ends: Float64Array.from(sorted, ([end]) => end),
          durations: Float64Array.from(sorted, ([, duration]) => duration),
          names: sorted.map(() => ALL_REDUCE),
        };
      });
    fc.assert(
      fc.property(work, work, work, (a, b, c) => {
        const met = meetings([a, b, c], [0, 0, 0]);
        for (const members of met) {
          const ranks = members.map(({ rank }) => rank);
          expect(new Set(ranks).size).toBe(ranks.length);
          expect(ranks.length).toBeGreaterThan(1);
        }
        expect(clockOffset(a, a)).toBe(0);
      }),
    );
  });
});

describe('the difference of two profiles', () => {
  const before = profileOf(readTrace(trace(0, 5_000)), Infinity);
  const after = profileOf(readTrace(trace(0, 6_000)), Infinity);

  it('parts add up to the change of the span, and kernels are named', () => {
    const { span, parts, kinds, kernels, explained } = differenceOf(before, after);
    expect(span.changeMs).toBeCloseTo(0, 9);
    expect(parts.reduce((sum, { changeMs }) => sum + changeMs, 0)).toBeCloseTo(span.changeMs, 9);
    expect(parts.map(({ changeMs }) => Math.round(changeMs))).toEqual([0, 10, -10, 0]);
    expect(kinds.map(({ name, changeMs }) => [name, Math.round(changeMs)])).toEqual([
      ['communication', -10],
      ['gemm', 10],
    ]);
    expect(kernels.map(({ name }) => name)).toEqual([ALL_REDUCE, GEMM].sort());
    expect(explained).toBe('The spans are equal.');
  });

  it('a profile against itself differs in nothing; against another machine the largest part is named', () => {
    const own = differenceOf(before, before);
    expect([...own.parts, ...own.kinds, ...own.kernels].every(({ changeMs }) => changeMs === 0)).toBe(true);
    const late = profileOf(
      readTrace(JSON.stringify({ traceEvents: [slice(GEMM, 0, 50_000), slice(GEMM, 107_000, 2_000)] })),
    );
    expect(differenceOf(before, late).explained).toMatch(
      /^A step takes 10\.00 ms longer \(\+48\.00 ms of it: nothing/,
    );
  });

  it('names the kind that changes most and its longest kernel on either side', () => {
    const model = {
      steps: 1,
      spanMs: 120,
      overlap: { computeOnlyMs: 80, communicationOnlyMs: 30, neitherMs: 10 },
      kindsMs: { gemm: 75, attention: 5 },
      topKernels: [
        { name: 'head, forward', kind: 'gemm', kernels: 1, totalMs: 45 },
        { name: 'output, forward', kind: 'gemm', kernels: 1, totalMs: 30 },
        { name: 'attention, forward', kind: 'attention', kernels: 1, totalMs: 5 },
      ],
      phases: [],
    } as const;
    const { explained, kinds } = differenceOf(before, model);
    expect(kinds[0]).toMatchObject({ name: 'communication', afterMs: 0 });
    const { explained: without } = differenceOf({ ...before, kindsMs: { gemm: 50 } }, model);
    expect(without).toContain(
      `gemm changes most: +25.00 ms (the longest before: ${GEMM}, 50.00 ms; after: head, forward, 45.00 ms).`,
    );
    expect(explained).toContain('communication changes most: -40.00 ms (the longest before: ');
    expect(explained).toContain('; after: none).');
  });

  it('is per training step', () => {
    const step = (n: number) => ({
      ph: 'X',
      cat: 'user_annotation',
      name: `ProfilerStep#${n}`,
      pid: 1,
      tid: 1,
      ts: n,
      dur: 1,
    });
    const profile = (steps: number) =>
      importTrace(
        JSON.stringify({
          traceEvents: [...Array.from({ length: steps }, (_, at) => step(at)), slice(GEMM, 0, 1000 * steps)],
        }),
      );
    const { stepsBefore, stepsAfter, span } = differenceOf(profile(1), profile(4));
    expect([stepsBefore, stepsAfter, span.beforeMs, span.afterMs]).toEqual([1, 4, 1, 1]);
  });

  it('against a side that does not tell hidden communication apart, it counts as computation', () => {
    const model = {
      steps: 1,
      spanMs: 100,
      overlap: { computeOnlyMs: 60, communicationOnlyMs: 30, neitherMs: 10 },
      kindsMs: {},
      topKernels: [],
      phases: [],
    };
    const { parts, kernels } = differenceOf(before, model);
    expect(parts).toHaveLength(3);
    expect(parts[0]).toMatchObject({ beforeMs: 50, afterMs: 60 });
    expect(kernels).toEqual([]);
  });
});
