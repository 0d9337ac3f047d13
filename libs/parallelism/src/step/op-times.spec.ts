/** Op times: every op is the chunk that it names, on its stage, with the routing of its micro-batch. */
import { ChunkAlone, OverlappedChunks, RoutingView, type StageTimes } from '../chunk/index.js';
import { drawImbalance } from '../experts/index.js';
import { OpKind, SCHEDULE_NAMES, generateSchedule } from '../schedule/index.js';
import { opTimes } from './index.js';
import { steadyOpTimes } from './op-times.js';

const MICRO_BATCHES = 8;
const routing = drawImbalance(
  1,
  { persistent: 0.3, window: 0.1 },
  { gpus: 4, gpusPerNode: 2, microBatches: MICRO_BATCHES, layers: 8 },
);
const view = new RoutingView(routing);
const loaded = (seconds: number) => ({ fixed: seconds, perLoad: 2 * seconds });
const stageAt = (index: number): StageTimes => {
  const scale = 1 + index / 8;
  const sections = {
    attentionForward: 3 * scale,
    attentionBackward: 5 * scale,
    attentionWeight: 2 * scale,
    mlpForward: loaded(scale),
    mlpBackward: loaded(2 * scale),
    mlpWeight: loaded(1.5 * scale),
  };
  const wire = {
    dispatchForward: loaded(0.5),
    combineForward: loaded(0.75),
    combineBackward: loaded(0.5),
    dispatchBackward: loaded(0.75),
  };
  const inside = { forward: 0.25, backwardInput: 0.5, backwardWeight: 0.125 };
  return {
    entry: { forward: index, backwardInput: 0, backwardWeight: 0 },
    exit: { forward: 0, backwardInput: index, backwardWeight: 1 },
    layers: [
      {
        alone: sections,
        overlapped: { ...sections, attentionForward: 4 * scale },
        held: sections,
        collectives: { alone: wire, overlapped: wire },
        exposedInside: inside,
        routingLayer: index,
      },
    ],
  };
};

describe.each(SCHEDULE_NAMES)('op times of %s', (name) => {
  const schedule = generateSchedule({
    name,
    ranks: 4,
    microBatches: MICRO_BATCHES,
    chunksPerDevice: 2,
    sends: 'eager',
  });
  const stages = Array.from({ length: schedule.stages }, (_, index) => stageAt(index));
  const times = opTimes(schedule, stages, routing);
  const alone = new ChunkAlone(view);
  const opsOf = (...kinds: readonly OpKind[]): readonly number[] =>
    [...schedule.kind.keys()].filter((op) => kinds.includes(schedule.kind[op] as OpKind));
  const chunk = (pass: 'forward' | 'backwardInput' | 'backwardWeight', stage: number, microBatch: number) => {
    const out = { duration: NaN, outputLag: NaN, exposed: NaN };
    alone[pass](stages[stage]!, microBatch, out);
    return out;
  };
  const forwardOf = (op: number) => [schedule.forwardStage[op]!, schedule.forwardMicroBatch[op]!] as const;
  const backwardOf = (op: number) => [schedule.backwardStage[op]!, schedule.backwardMicroBatch[op]!] as const;
  const at = (op: number) => ({
    duration: times.durations[op],
    outputLag: times.outputLag[op],
    exposed: times.exposed[op],
  });

  it('a forward is a chunk alone, and its last combine trails', () => {
    for (const op of opsOf(OpKind.F)) {
      expect(at(op)).toEqual(chunk('forward', ...forwardOf(op)));
      expect(times.outputLag[op]).toBeGreaterThan(0.75);
    }
  });

  it('B and W are the two backwards of a chunk alone, and BW is one after the other', () => {
    for (const op of opsOf(OpKind.B)) expect(at(op)).toEqual(chunk('backwardInput', ...backwardOf(op)));
    for (const op of opsOf(OpKind.W)) expect(at(op)).toEqual(chunk('backwardWeight', ...backwardOf(op)));
    for (const op of opsOf(OpKind.BW)) {
      const [input, weight] = [
        chunk('backwardInput', ...backwardOf(op)),
        chunk('backwardWeight', ...backwardOf(op)),
      ];
      expect(times.durations[op]).toBe(input.duration + weight.duration);
      expect(times.weightPart[op]).toBe(weight.duration);
      expect(times.exposed[op]).toBe(input.exposed);
    }
    for (const op of opsOf(OpKind.F, OpKind.B, OpKind.W, OpKind.FB)) expect(times.weightPart[op]).toBe(0);
    for (const op of opsOf(OpKind.B, OpKind.W, OpKind.BW, OpKind.FB)) expect(times.outputLag[op]).toBe(0);
  });

  it('F&B is an overlapped pair', () => {
    const pairs = new OverlappedChunks(view);
    for (const op of opsOf(OpKind.FB)) {
      const pair = { duration: NaN, exposed: NaN };
      const [[forward, f], [backward, b]] = [forwardOf(op), backwardOf(op)];
      pairs.run(stages[forward]!, f, stages[backward]!, b, pair);
      expect(at(op)).toEqual({ ...pair, outputLag: 0 });
    }
  });

  it('with every micro-batch routed as the first are those of a routing that does not change', () => {
    const shape = { gpus: 4, gpusPerNode: 2, layers: 8 };
    const fixed = { persistent: 0.3, window: 0 };
    const every = opTimes(
      schedule,
      stages,
      drawImbalance(5, fixed, { ...shape, microBatches: MICRO_BATCHES }),
    );
    const steady = steadyOpTimes(schedule, stages, drawImbalance(5, fixed, { ...shape, microBatches: 1 }));
    expect(steady).toEqual(every);
  });
});

describe.each(['1f1b', 'interleaved'] as const)('op times of %s with sharded weights', (name) => {
  const schedule = generateSchedule({
    name,
    ranks: 4,
    microBatches: MICRO_BATCHES,
    chunksPerDevice: 2,
    sends: 'eager',
  });
  const unit = { forwardGather: 0.5, backwardGather: 0.5, reduce: 40, cast: 0.25 };
  const none = { forwardGather: 0, backwardGather: 0, reduce: 0, cast: 0 };
  const shards = {
    entry: none,
    layers: [unit],
    exit: none,
    overlapsGather: true,
    overlapsReduction: true,
  };
  const sharded = (once: boolean): readonly StageTimes[] =>
    Array.from({ length: schedule.stages }, (_, index) => {
      const stage = stageAt(index);
      const all = { ...shards, besideEntry: stage.entry, besideExit: stage.exit };
      return { ...stage, [once ? 'once' : 'shards']: all };
    });
  const fixed = { persistent: 0.3, window: 0 };
  const shape = { gpus: 4, gpusPerNode: 2, layers: 8 };

  it.each([false, true])('are steady where routing is, also of first and last ops (once: %s)', (once) => {
    const stages = sharded(once);
    const every = opTimes(
      schedule,
      stages,
      drawImbalance(5, fixed, { ...shape, microBatches: MICRO_BATCHES }),
    );
    const steady = steadyOpTimes(schedule, stages, drawImbalance(5, fixed, { ...shape, microBatches: 1 }));
    expect(steady).toEqual(every);
    const left = [...every.unreduced].filter((seconds) => seconds > 0).length;
    // Those of every micro-batch are waited for in their backward; a stage's last backward leaves one open.
    expect(left).toBe(once ? schedule.stages : 0);
  });
});
