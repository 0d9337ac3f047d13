import { OpKind, type RecordedTimeline, type TimelineSlice } from '@railyard/parallelism';
import { prepareExperiment } from '../engine.js';
import { JobOnMachine } from '../job/index.js';
import { type RecordOptions, recordTimeline } from './index.js';

const document = (workload: object, more: object = {}) => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'case',
  cluster: { preset: 'h100-64', nodes: 4 },
  workload,
  ...more,
});
const model = {
  name: 'eight-layers',
  layers: 8,
  hidden: 2048,
  denseHidden: 8192,
  vocabulary: 32_000,
  attention: { kind: 'gqa', heads: 16, keyValueHeads: 8, headDim: 128 },
};
const mixture = {
  ...model,
  name: 'mixture',
  moe: { routedExperts: 16, topK: 4, expertHidden: 1024 },
};
const batch = { sequenceLength: 4096, globalSequences: 64 };

const CASES: Readonly<Record<string, object>> = {
  'experts in overlapped chunks': document({
    model: mixture,
    parallelism: { pipeline: 2, expert: 16 },
    schedule: { name: 'dualpipe' },
    batch,
  }),
  'experts, recomputed': document({
    model: mixture,
    parallelism: { pipeline: 2, expert: 16 },
    schedule: { name: 'dualpipe' },
    recompute: 'full',
    batch,
  }),
  'tensor and context ranks in virtual stages': document({
    model,
    parallelism: { pipeline: 2, tensor: 4, context: 2 },
    schedule: { name: 'interleaved', chunksPerDevice: 2 },
    batch,
  }),
  'weights in shards': document({ model, parallelism: { pipeline: 1, zeroStage: 3 }, batch }),
  'gradients reduced during the last backward': document({
    model,
    parallelism: { pipeline: 2, zeroStage: 1, overlap: { gradientReduction: true, parameterGather: true } },
    batch,
  }),
};

function recorded(of: object, options: RecordOptions = {}) {
  const prepared = prepareExperiment(of);
  const job = new JobOnMachine(prepared.document);
  return { step: job.step, timeline: recordTimeline(prepared, job, options) };
}

const slicesOf = ({ ranks }: RecordedTimeline, rank: number, name: string): readonly TimelineSlice[] =>
  ranks[rank]?.streams.find((stream) => stream.name === name)?.slices ?? [];
const sum = (slices: readonly TimelineSlice[]): number =>
  slices.reduce((total, { durationS }) => total + durationS, 0);
const endOf = ({ startS, durationS }: TimelineSlice): number => startS + durationS;

describe.each(Object.entries(CASES))('%s', (_name, of) => {
  const { step, timeline } = recorded(of);
  const { makespan, bubble } = step.executed;

  it('ends with the step, and what one stream does is disjoint', () => {
    const streams = timeline.ranks.flatMap((rank) => rank.streams);
    const ends = streams.flatMap(({ slices }) => slices.map(endOf));
    expect(Math.max(...ends)).toBeCloseTo(step.parts.total, 9);
    for (const { slices } of streams)
      slices.forEach((slice, i) => {
        if (i > 0) expect(slice.startS).toBeGreaterThanOrEqual(endOf(slices[i - 1]!) - 1e-9);
      });
  });

  it('shows each bubble of the pipeline', () => {
    timeline.ranks.forEach((_rank, rank) => {
      const compute = slicesOf(timeline, rank, 'compute');
      const idle = compute.filter(({ name }) => name === 'bubble');
      expect(sum(idle)).toBeCloseTo(bubble[rank]!, 9);
      expect(sum(compute)).toBeCloseTo(makespan + step.groupWait, 9);
    });
  });

  it('has collectives inside the op that they belong to', () => {
    timeline.ranks.forEach((_rank, rank) => {
      for (const stream of ['tensor', 'context'])
        for (const slice of slicesOf(timeline, rank, stream)) {
          const around = slicesOf(timeline, rank, 'compute').find(
            (op) => op.startS <= slice.startS + 1e-9 && endOf(op) >= endOf(slice) - 1e-9,
          );
          expect(around?.args?.['phase']).toBe(slice.args?.['phase'] === 'forward' ? 'forward' : 'backward');
        }
    });
  });
});

describe('collectives of experts', () => {
  const { step, timeline } = recorded(CASES['experts in overlapped chunks']!);

  it('end no later than the pair that they are in', () => {
    const { schedule, executed } = step;
    const pairs = [...schedule.kind].flatMap((kind, op) => (kind === OpKind.FB ? [op] : []));
    expect(pairs.length).toBeGreaterThan(0);
    const exchanges = [0, 1].flatMap((rank) => [
      ...slicesOf(timeline, rank, 'dispatch'),
      ...slicesOf(timeline, rank, 'combine'),
    ]);
    for (const op of pairs) {
      const own = exchanges.filter(
        ({ args, startS }) =>
          startS >= executed.start[op]! - 1e-9 &&
          startS < executed.end[op]! &&
          args?.['stage'] === schedule.forwardStage[op] &&
          args?.['microBatch'] === schedule.forwardMicroBatch[op] &&
          args?.['phase'] === 'forward',
      );
      expect(own).toHaveLength(2 * step.plan.stages[schedule.forwardStage[op]!]!.layers.length);
      for (const slice of own) expect(endOf(slice)).toBeLessThanOrEqual(executed.end[op]! + 1e-9);
    }
  });

  it('carry the bytes of a GPU', () => {
    const [first] = slicesOf(timeline, 0, 'dispatch');
    expect(first?.args?.['bytes']).toBe(step.expert?.dispatch?.rdmaBytesPerGpu);
    expect(first?.args?.['nvlinkBytes']).toBe(step.expert?.dispatch?.nvlinkBytesPerGpu);
  });
});

it('keeps the ranks and steps that were asked for', () => {
  const of = CASES['tensor and context ranks in virtual stages']!;
  const one = recorded(of, { ranks: [1] });
  expect(one.timeline.ranks.map(({ rank }) => rank)).toEqual([1]);
  expect(one.timeline.flows).toEqual([]);
  const two = recorded(of, { ranks: [1], steps: 2 }).timeline;
  const [once, twice] = [one.timeline, two].map((timeline) => slicesOf(timeline, 0, 'compute'));
  expect(twice).toHaveLength(2 * once!.length);
  expect(twice!.at(-1)!.startS).toBeCloseTo(one.step.parts.total + once!.at(-1)!.startS, 12);
  expect(new Set(once!.map(({ name }) => name)).size).toBeGreaterThan(once!.length / 2);
});

it('counts what a rank holds and sends', () => {
  const { timeline, step } = recorded(CASES['experts in overlapped chunks']!, { ranks: [0] });
  const counter = (name: string) => timeline.counters.find((each) => each.name === name)!.points;
  const memory = counter('memory').map(({ value }) => value);
  expect(Math.max(...memory)).toBeGreaterThan(Math.min(...memory));
  const points = counter('sent over NIC');
  const sentGB = points.reduce(
    (total, { timeS, value }, i) => total + value * ((points[i + 1]?.timeS ?? timeS) - timeS),
    0,
  );
  const bytes = timeline.ranks[0]!.streams.filter(({ name }) => !name.startsWith('receive'))
    .flatMap(({ slices }) => slices.map(({ args }) => Number(args?.['bytes'] ?? 0)))
    .reduce((total, each) => total + each, 0);
  expect(sentGB).toBeCloseTo(bytes / 1e9, 3);
  expect(points.at(-1)!.value).toBeCloseTo(0, 5);
  expect(step.parts.total).toBeGreaterThan(points.at(-1)!.timeS);
});

describe('what is of no rank', () => {
  const job = { model, parallelism: { pipeline: 2 }, batch };

  it('has a track for every part that is out', () => {
    const { timeline, step } = recorded(document(job, { fail: ['leaf:0=0.5', 'node:0/nic:1'] }), {
      ranks: [0],
    });
    const { streams } = timeline.ranks.at(-1)!;
    expect(streams.map(({ name }) => name)).toEqual(['fault: leaf:0=0.5', 'fault: node:0/nic:1']);
    expect(streams[0]!.slices[0]!.durationS).toBe(step.parts.total);
  });

  it('has the write of a checkpoint behind the optimizer', () => {
    const replay = { faults: { preset: 'none' }, recovery: { preset: 'modern' } };
    const { timeline, step } = recorded(document(job, { replay }), { ranks: [0] });
    const [checkpoint] = timeline.ranks.at(-1)!.streams;
    expect(checkpoint!.slices[0]!.startS).toBe(step.parts.total);
    expect(checkpoint!.slices[0]!.durationS).toBeGreaterThan(0);
  });
});
