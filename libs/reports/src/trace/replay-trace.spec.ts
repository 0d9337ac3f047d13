import {
  FAULT_PROFILES,
  DEFAULT_POLICY,
  constantMachine,
  fatTreeFleet,
  replayArtifacts,
  runReplicas,
} from '@railyard/replay';
import { entryOf } from '@railyard/base';
import { chromeTrace, replayTimeline } from './index.js';

const fleet = fatTreeFleet({ nodes: 64, spareNodes: 2, planes: 8 });
const request = {
  fleet,
  profile: entryOf(FAULT_PROFILES, 'llama3-h100'),
  policy: DEFAULT_POLICY,
  horizon: { kind: 'wall', days: 30 },
  machine: constantMachine(20, fleet),
  seed: 4,
} as const;
const { timeline } = replayArtifacts(request, runReplicas(request, 0, 1));
const { traceEvents, otherData } = chromeTrace(replayTimeline(timeline, { experiment: 'job' }));

describe('a replica as a trace', () => {
  it('the slices of the job cover the horizon without a gap, each stop with its cause', () => {
    const slices = traceEvents.filter(({ ph }) => ph === 'X');
    expect(slices).toHaveLength(timeline.spans.length);
    const seconds = slices.reduce((sum, slice) => sum + Number(slice['dur']), 0) / 1e6;
    expect(seconds).toBeCloseTo(30 * 86_400, 3);
    const stops = slices.filter((slice) => slice['cat'] === 'detect');
    expect(stops.length).toBeGreaterThan(0);
    for (const stop of stops) expect(stop['args']).toHaveProperty('cause');
  });

  it('every fault is a moment on the stream of what it did', () => {
    const instants = traceEvents.filter(({ ph }) => ph === 'i');
    expect(instants.map((instant) => instant['name']).sort()).toEqual(
      timeline.marks.map((mark) => mark.class).sort(),
    );
    const names = traceEvents
      .filter((event) => event['name'] === 'thread_name')
      .map((event) => (event['args'] as { name: string }).name);
    expect(names).toEqual([
      'job',
      ...[...new Set(timeline.marks.map(({ outcome }) => `faults: ${outcome}`))].sort(),
    ]);
    expect(otherData).toEqual({ experiment: 'job', omitted: 0 });
  });
});
