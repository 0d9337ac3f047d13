import fc from 'fast-check';
import { type RecordedTimeline, type TimelineSlice } from '@railyard/parallelism';
import { experimentFromPreset, prepareExperiment, runAndRecord } from '@railyard/experiments';
import { importTrace } from '@railyard/profile';
import { chromeTrace, traceSize } from './index.js';

const timelineOf = (
  slices: readonly TimelineSlice[],
  more: Partial<RecordedTimeline> = {},
): RecordedTimeline => ({
  ranks: [{ rank: 3, name: 'rank 3: stages 3+12, node 48', streams: [{ name: 'compute', slices }] }],
  flows: [],
  counters: [],
  metadata: { seed: 7 },
  ...more,
});
const slice = (name: string, startS: number, durationS: number): TimelineSlice => ({
  name,
  startS,
  durationS,
});

describe('chromeTrace', () => {
  it('names ranks and streams, in order', () => {
    const two: RecordedTimeline = {
      ...timelineOf([]),
      ranks: [
        {
          rank: 15,
          name: 'last',
          streams: [
            { name: 'compute', slices: [] },
            { name: 'communication', slices: [] },
          ],
        },
        { rank: 0, name: 'first', streams: [] },
      ],
    };
    const events = chromeTrace(two).traceEvents;
    expect(events.every((event) => event.ph === 'M')).toBe(true);
    expect(
      events
        .filter((event) => event['name'] === 'process_sort_index')
        .map((event) => [event.pid, event['args']]),
    ).toEqual([
      [15, { sort_index: 0 }],
      [0, { sort_index: 1 }],
    ]);
    expect(
      events.filter((event) => event['name'] === 'thread_name').map((event) => [event['tid'], event['args']]),
    ).toEqual([
      [0, { name: 'compute' }],
      [1, { name: 'communication' }],
    ]);
  });

  it('writes slices in microseconds with their arguments, and the header', () => {
    const trace = chromeTrace(
      timelineOf([{ ...slice('F7&B3', 1.5e-3, 0.129), args: { microBatch: 7, bytes: 58720256 } }]),
    );
    expect(trace.traceEvents.at(-1)).toEqual({
      ph: 'X',
      pid: 3,
      tid: 0,
      name: 'F7&B3',
      ts: 1500,
      dur: 129000,
      args: { microBatch: 7, bytes: 58720256 },
    });
    expect(trace.otherData).toEqual({ seed: 7 });
  });

  it('keeps slices that touch from overlapping, within a nanosecond of the seconds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (durations) => {
          let at = 0;
          const slices = durations.map((durationS, index) => {
            const made = slice(`F${index}`, at, durationS);
            at += durationS;
            return made;
          });
          const events = chromeTrace(timelineOf(slices)).traceEvents.filter((event) => event.ph === 'X');
          events.forEach((event, index) => {
            const [ts, dur] = [Number(event['ts']), Number(event['dur'])];
            expect(Math.abs(ts / 1e6 - slices[index]!.startS)).toBeLessThan(1e-9);
            expect(Math.abs(dur / 1e6 - slices[index]!.durationS)).toBeLessThan(2e-9);
            const next = events[index + 1];
            if (next !== undefined)
              expect(Math.round((ts + dur) * 1e3)).toBeLessThanOrEqual(Math.round(Number(next['ts']) * 1e3));
          });
        },
      ),
    );
  });

  it('accepts slices inside slices and refuses slices that cross', () => {
    expect(() =>
      chromeTrace(
        timelineOf([
          slice('B3', 0, 10),
          slice('mlp', 0, 4),
          slice('attention', 4, 6),
          slice('gemm', 5, 1),
          slice('W3', 10, 1),
        ]),
      ),
    ).not.toThrow();
    expect(() => chromeTrace(timelineOf([slice('F0', 0, 2), slice('F1', 1, 2)]))).toThrow(/cross/);
    expect(() => chromeTrace(timelineOf([slice('F0', 0, 10), slice('a', 1, 3), slice('b', 2, 3)]))).toThrow(
      /cross/,
    );
    expect(() => chromeTrace(timelineOf([slice('F0', 1, -0.5)]))).toThrow(/before it starts/);
  });

  it('draws arrows between slices, each pair with one id', () => {
    const flow = {
      name: 'send F0',
      from: { rank: 3, stream: 'compute', timeS: 1 },
      to: { rank: 3, stream: 'compute', timeS: 2.5 },
    };
    const slices = [slice('F0', 0, 1), slice('F1', 2, 1)];
    const arrows = chromeTrace(timelineOf(slices, { flows: [flow] })).traceEvents.filter(
      (event) => event.ph === 's' || event.ph === 'f',
    );
    expect(arrows).toEqual([
      { ph: 's', pid: 3, tid: 0, name: 'send F0', cat: 'flow', id: 0, ts: 1e6 },
      { ph: 'f', pid: 3, tid: 0, name: 'send F0', cat: 'flow', id: 0, ts: 2.5e6, bp: 'e' },
    ]);
    const to =
      (timeS: number, stream = 'compute') =>
      () =>
        chromeTrace(timelineOf(slices, { flows: [{ ...flow, to: { rank: 3, stream, timeS } }] }));
    expect(to(1.5)).toThrow(/outside every slice/);
    expect(to(2.5, 'network')).toThrow(/not recorded/);
  });

  it('writes counters with their unit', () => {
    const counters = [
      {
        rank: 3,
        name: 'activations in flight',
        unit: 'micro-batches',
        points: [
          { timeS: 0, value: 1 },
          { timeS: 1e-3, value: 2 },
        ],
      },
    ];
    expect(chromeTrace(timelineOf([], { counters })).traceEvents.filter((event) => event.ph === 'C')).toEqual(
      [
        { ph: 'C', pid: 3, name: 'activations in flight', ts: 0, args: { 'micro-batches': 1 } },
        { ph: 'C', pid: 3, name: 'activations in flight', ts: 1000, args: { 'micro-batches': 2 } },
      ],
    );
  });
});

describe('the trace of a job', () => {
  const prepared = prepareExperiment(experimentFromPreset('deepseek-v3-mpft'));
  const { result, timeline } = runAndRecord(prepared, () => undefined, { ranks: [0, 9] });
  const trace = chromeTrace(timeline);

  it('has a track for each stream, with category, phase and bytes', () => {
    const named = trace.traceEvents.filter((event) => event['name'] === 'thread_name' && event.pid === 9);
    expect(named.map((event) => (event['args'] as { name: string }).name)).toEqual([
      'compute',
      'dispatch',
      'combine',
      'send activations',
      'receive activations',
      'send gradients',
      'receive gradients',
      'gradients',
      'parameters',
      'optimizer',
    ]);
    const slices = trace.traceEvents.filter(({ ph }) => ph === 'X');
    for (const slice of slices) {
      expect(slice['cat']).toBeDefined();
      expect((slice['args'] as { phase?: string }).phase).toBeDefined();
    }
    const dispatch = slices.find((event) => event['name'] === 'dispatch F0');
    expect((dispatch?.['args'] as { bytes: number }).bytes).toBeGreaterThan(1e6);
  });

  it('is read back by import: chunks compute, and nothing runs in some of the bubble', () => {
    const profile = importTrace(JSON.stringify(trace));
    const devices = [profile, ...profile.otherDevices];
    expect(devices.map(({ deviceId }) => deviceId).sort()).toEqual([0, 9]);
    const millisecondsOf = (pid: number, ofBubble: boolean): number =>
      trace.traceEvents
        .filter((event) => event.ph === 'X' && event.pid === pid)
        .filter((event) => /^[FBW]\d/.test(String(event['name'])) || event['cat'] === 'bubble')
        .filter((event) => (event['cat'] === 'bubble') === ofBubble)
        .reduce((sum, event) => sum + Number(event['dur']) / 1e3, 0);
    for (const { deviceId, overlap, kindsMs, spanMs } of devices) {
      expect(spanMs).toBeLessThan(1e3 * result.metrics.stepTimeS + 1e-3);
      expect(kindsMs.chunk).toBeCloseTo(millisecondsOf(deviceId, false), 3);
      expect(overlap.neitherMs).toBeGreaterThan(0);
      expect(overlap.neitherMs).toBeLessThan(millisecondsOf(deviceId, true));
    }
  });

  it('is as large as it says', () => {
    const { bytes, slices } = traceSize(trace);
    const { length } = JSON.stringify(trace);
    expect(Math.abs(bytes / length - 1)).toBeLessThan(0.05);
    expect(slices).toBe(trace.traceEvents.filter(({ ph }) => ph === 'X').length);
  });
});
