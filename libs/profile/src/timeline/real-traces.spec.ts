import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type DeviceProfile, importTrace } from './recorded-profile.js';

/** Recordings of real jobs: test/data/traces/README.md names source and licence of each. */
const unpacked = (file: string) =>
  gunzipSync(readFileSync(join(__dirname, '../../../../test/data/traces', file))).toString('utf8');

interface Event {
  readonly ph: string;
  readonly cat?: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: { readonly device: number };
}

/**
 * Microseconds with each set of sorts at work, by a sweep over the stamps in order: nothing of the library's
 * interval code.
 */
function swept(events: readonly Event[]): {
  readonly span: number;
  readonly busy: ReadonlyMap<string, number>;
} {
  const stamps = events.flatMap(({ ts, dur, name }) => {
    // The B200 recording reduces with kernels of its own alongside NCCL's.
    const sort = /nccl|all_?reduce/i.test(name) ? 'communication' : 'compute';
    return [
      { at: ts, sort, step: 1 },
      { at: ts + dur, sort, step: -1 },
    ];
  });
  stamps.sort((a, b) => a.at - b.at);
  const active: Record<string, number> = { communication: 0, compute: 0 };
  const busy = new Map<string, number>();
  let last = stamps[0]!.at;
  for (const { at, sort, step } of stamps) {
    const set = Object.keys(active)
      .filter((key) => active[key]! > 0)
      .join('+');
    busy.set(set, (busy.get(set) ?? 0) + at - last);
    last = at;
    active[sort]! += step;
  }
  return { span: last - stamps[0]!.at, busy };
}

const WORK = new Set(['kernel', 'gpu_memcpy', 'gpu_memset']);

describe('recordings of real jobs', () => {
  it.each([
    // file, work, launches, annotated ranges, other events, steps
    ['hta-sampled-rank-0.json.gz', 1204, 1204, 73, 2374, 2],
    ['hta-sampled-rank-1.json.gz', 1154, 1154, 65, 2347, 2],
    ['hta-mi250-minitoy-train.json.gz', 16, 21, 3, 180, 2],
    ['tracelens-b200-eager.json.gz', 929, 1372, 3, 22352, 1],
    ['tracelens-h100-bert-small.json.gz', 61, 132, 1, 2357, 1],
    ['tracelens-h100-qwen1.5-0.5b.json.gz', 1707, 1922, 1, 14591, 1],
  ])('%s: counts of what was read, span and overlap', (file, work, launches, annotations, other, steps) => {
    const text = unpacked(file);
    const profile = importTrace(text);
    const { traceEvents } = JSON.parse(text) as { traceEvents: Event[] };
    expect(profile.read).toEqual({
      events: traceEvents.length,
      work,
      launches,
      annotations,
      other,
      clamped: 0,
      withoutTime: 0,
    });
    expect(profile.steps).toBe(steps);
    const devices: readonly DeviceProfile[] = [profile, ...profile.otherDevices];
    expect(devices.reduce((sum, { kernels }) => sum + kernels, 0)).toBe(work);
    for (const device of devices) {
      const { span, busy } = swept(
        traceEvents.filter(
          ({ ph, cat, args }) => ph === 'X' && WORK.has(cat ?? '') && args.device === device.deviceId,
        ),
      );
      const within = (ms: number, us: number | undefined) =>
        expect(Math.abs(1e3 * ms - (us ?? 0))).toBeLessThan(1);
      within(device.spanMs, span);
      within(device.overlap.bothMs, busy.get('communication+compute'));
      within(device.overlap.computeOnlyMs, busy.get('compute'));
      within(device.overlap.communicationOnlyMs, busy.get('communication'));
      within(device.overlap.neitherMs, busy.get(''));
    }
  });

  it('collectives with the bandwidth that they reached, where the trace gives sizes', () => {
    const { collectives } = importTrace(unpacked('tracelens-b200-eager.json.gz'));
    // 201,088 BF16 elements of 8 ranks in 21.953 us.
    const allGather = collectives.find(({ operation }) => operation === 'all-gather');
    expect(allGather).toMatchObject({
      operation: 'all-gather',
      groupSize: 8,
      bytes: 402_176,
      calls: 1,
      shortestMs: 0.021953,
    });
    expect(allGather!.bestAlgorithmGBps).toBeCloseTo(402_176 / 21.953e-6 / 1e9, 6);
    expect(allGather!.bestBusGBps).toBeCloseTo(((7 / 8) * 402_176) / 21.953e-6 / 1e9, 6);
    const [sendReceive] = importTrace(unpacked('hta-sampled-rank-0.json.gz')).collectives;
    expect(sendReceive).toMatchObject({
      operation: 'send-receive',
      calls: 10,
      bytes: null,
      bestBusGBps: null,
    });
  });
});
