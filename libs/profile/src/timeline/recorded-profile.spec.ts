import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { kernelKind } from '../kernels/index.js';
import { readTrace } from '../trace/index.js';
import { importTrace } from './recorded-profile.js';

const fixture = readFileSync(join(__dirname, '../fixture/two-layers.trace.json'), 'utf8');

describe('importTrace on the two-layer fixture', () => {
  const profile = importTrace(fixture);

  it('reads the header, the streams and their roles', () => {
    expect(profile).toMatchObject({
      traceName: 'two-layers',
      device: 'NVIDIA H800',
      sms: 132,
      rank: 3,
      worldSize: 64,
      kernels: 22,
      unattributed: 0,
    });
    expect(
      profile.streams.map(({ stream, role, kernels, busyMs }) => [stream, role, kernels, busyMs]),
    ).toEqual([
      [7, 'compute', 14, 1.576],
      [23, 'compute', 2, 0.24],
      [27, 'communication', 6, 1.2],
    ]);
  });

  it('gives span, unions and overlap, which add up', () => {
    // A layer: compute 20-260, 300-550, 552-700 (union with stream 23), 702-900; communication 0-300,
    // 320-620.
    expect(profile.spanMs).toBeCloseTo(1.9, 9);
    expect(profile.computeMs).toBeCloseTo(2 * 0.836, 9);
    expect(profile.communicationMs).toBeCloseTo(1.2, 9);
    expect(profile.communicationDataMs).toBeCloseTo(1.1, 9);
    expect(profile.overlap.bothMs).toBeCloseTo(2 * (0.24 + 0.23 + 0.068), 9);
    expect(profile.overlap.communicationOnlyMs).toBeCloseTo(2 * (0.02 + 0.04 + 0.002), 9);
    for (const overlap of [profile.overlap, profile.overlapWithData]) {
      expect(
        overlap.bothMs + overlap.computeOnlyMs + overlap.communicationOnlyMs + overlap.neitherMs,
      ).toBeCloseTo(profile.spanMs, 9);
    }
  });

  it('ties kernels to phases through the launch, also from another thread, and to layers', () => {
    const phase = (name: string) => profile.phases.find((row) => row.phase === name)!;
    expect(phase('mlp(B)').perLayerMs.map((ms) => Math.round(ms * 1e6) / 1e6)).toEqual([0.25, 0.25]);
    expect(phase('mlp(W)').busyMs).toBeCloseTo(2 * 0.148, 9);
    expect(phase('combine(B)')).toMatchObject({ role: 'communication', kernels: 4 });
    expect(phase('step')).toBeUndefined();
    expect(
      profile.layers.map(({ startMs, endMs }) => [startMs, endMs].map((ms) => Math.round(ms * 1e6) / 1e6)),
    ).toEqual([
      [0, 0.9],
      [1, 1.9],
    ]);
    expect(profile.layers[0]?.exposedMs).toBeCloseTo(0.062, 9);
  });

  it('is the same however the bytes are cut into chunks', () => {
    const bytes = new TextEncoder().encode(fixture);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(importTrace(chunks)).toEqual(profile);
      }),
      { numRuns: 25 },
    );
  });

  it('reads a bare list of events and escaped, non-ASCII names', () => {
    const event = {
      ph: 'X',
      cat: 'kernel',
      name: 'gemm "größe" \\ {[',
      ts: 5,
      dur: 2.5,
      pid: 0,
      tid: 3,
      args: { stream: 3 },
    };
    const text = JSON.stringify([event, { ph: 'X', cat: 'cpu_op', name: 'x', ts: -1, dur: 1 }]);
    const records = readTrace(Array.from(new TextEncoder().encode(text), (byte) => Uint8Array.of(byte)));
    const [{ work }] = records.devices;
    expect(work.length).toBe(1);
    expect(work.at(0)).toEqual({
      name: event.name,
      kind: kernelKind(event.name),
      stream: 3,
      device: 0,
      startUs: 5,
      durationUs: 2.5,
      correlation: -1,
    });
  });
});

/** The real files lie alongside the project on the authors' machine. */
const real = join(__dirname, '../../../../../shared/data/real-inputs/traces');

if (existsSync(real))
  describe('real traces', () => {
    it.each([
      ['hta-sampled-rank-0.json.gz', 1154],
      ['hta-sampled-rank-1.json.gz', 1104],
      ['hta-mi250-minitoy-train.json.gz', 14],
      ['tracelens-b200-eager.json.gz', 768],
      ['tracelens-h100-qwen1.5-0.5b.json.gz', undefined],
      ['tracelens-h100-bert-small.json.gz', 60],
    ])('%s: span and overlap equal a sweep over all edges', (file, kernels) => {
      const bytes = gunzipSync(readFileSync(join(real, file)));
      const profile = importTrace(bytes);
      const { traceEvents } = JSON.parse(bytes.toString('utf8')) as {
        readonly traceEvents: readonly { ph: string; cat?: string; name: string; ts: number; dur: number }[];
      };
      const work = traceEvents.filter(({ ph, cat = '' }) => ph === 'X' && /^(kernel|gpu_mem)/.test(cat));
      if (kernels !== undefined) expect(work.filter(({ cat }) => cat === 'kernel')).toHaveLength(kernels);
      expect(profile.kernels + profile.otherDevices.reduce((sum, other) => sum + other.kernels, 0)).toBe(
        work.length,
      );
      expect(profile.otherDevices).toEqual([]);
      const edges = work
        .flatMap(({ name, ts, dur }) => {
          const moves = /nccl|all_reduce/i.test(name);
          return [
            { at: ts, moves, step: 1 },
            { at: ts + dur, moves, step: -1 },
          ];
        })
        .sort((a, b) => a.at - b.at);
      let [computing, moving, last] = [0, 0, edges[0]!.at];
      const sums = { both: 0, compute: 0, communication: 0, neither: 0 };
      for (const { at, moves, step } of edges) {
        const part =
          computing > 0 ? (moving > 0 ? 'both' : 'compute') : moving > 0 ? 'communication' : 'neither';
        sums[part] += at - last;
        last = at;
        if (moves) moving += step;
        else computing += step;
      }
      const near = (ms: number, us: number) => expect(Math.abs(1e3 * ms - us)).toBeLessThan(1);
      near(profile.spanMs, last - edges[0]!.at);
      near(profile.overlap.bothMs, sums.both);
      near(profile.overlap.computeOnlyMs, sums.compute);
      near(profile.overlap.communicationOnlyMs, sums.communication);
      near(profile.overlap.neitherMs, sums.neither);
    });
  });
