/**
 * The recorded timeline of one step for some pipeline ranks: one track per stream, arrows for pipeline
 * transfers, activations in flight.
 */
import {
  OpKind,
  type OptimizerPhase,
  type RecordedTimeline,
  type StepSimulation,
  type TimelineCounter,
  type TimelineFlow,
  type TimelineRank,
  type TimelineSlice,
  rankOf,
} from '@railyard/parallelism';
import { type PreparedExperiment } from '../document.js';
import { type JobOnMachine } from '../job/index.js';

export interface TimelineOptions {
  /** Pipeline ranks to keep; default all of them. */
  readonly ranks?: readonly number[];
  readonly engineVersion: string;
}

/** What the chosen ranks did in the step of a job. One replica: the pipeline ranks of one expert group. */
export function recordTimeline(
  prepared: PreparedExperiment,
  { step }: JobOnMachine,
  options: TimelineOptions,
): RecordedTimeline {
  const { cluster, workload, seed, name } = prepared.document;
  const ranks = options.ranks ?? Array.from({ length: step.schedule.ranks }, (_, rank) => rank);
  return {
    ranks: ranks.map((rank) => timelineRank(step, rank)),
    flows: transfers(step, new Set(ranks)),
    counters: ranks.map((rank) => activationsInFlight(step, rank)),
    metadata: {
      experiment: name,
      id: prepared.id,
      engineVersion: options.engineVersion,
      seed,
      cluster: cluster.name,
      workload: workload.name,
      ranks: ranks.join(','),
      steps: 1,
      assumption: 'the pipeline ranks of one expert group; its GPUs run in lockstep at their collectives',
    },
  };
}

function timelineRank(step: StepSimulation, rank: number): TimelineRank {
  const { schedule } = step;
  const stages = new Set<number>();
  for (let direction = 0; direction < schedule.directions; direction += 1) {
    for (let stage = 0; stage < schedule.stages; stage += 1)
      if (schedule.stageRank[direction * schedule.stages + stage] === rank) stages.add(stage);
  }
  const slices: TimelineSlice[] = [];
  const trailing: TimelineSlice[] = [];
  for (let op = schedule.rankOffsets[rank]!; op < schedule.rankOffsets[rank + 1]!; op += 1) {
    slices.push(opSlice(step, op));
    const lag = step.times.outputLag[op]!;
    if (lag > 0)
      trailing.push({
        name: 'combine',
        startS: step.executed.end[op]!,
        durationS: lag,
        args: { microBatch: schedule.forwardMicroBatch[op]! },
      });
  }
  slices.push(...optimizerSlices(step.optimizer, step.executed.makespan));
  return {
    rank,
    name: `rank ${rank}: stages ${[...stages].sort((a, b) => a - b).join('+')}`,
    streams: [
      { name: 'compute', slices },
      { name: 'trailing combine', slices: separated(trailing) },
    ],
  };
}

function opSlice(step: StepSimulation, op: number): TimelineSlice {
  const { schedule, executed, times } = step;
  const f = schedule.forwardMicroBatch[op]!;
  const b = schedule.backwardMicroBatch[op]!;
  const names: Readonly<Record<OpKind, string>> = {
    [OpKind.F]: `F${f}`,
    [OpKind.B]: `B${b}`,
    [OpKind.BW]: `B${b}`,
    [OpKind.W]: `W${b}`,
    [OpKind.FB]: `F${f}&B${b}`,
  };
  return {
    name: names[schedule.kind[op]! as OpKind],
    startS: executed.start[op]!,
    durationS: times.durations[op]!,
    args: {
      ...(f >= 0 ? { forwardMicroBatch: f, forwardStage: schedule.forwardStage[op]! } : {}),
      ...(b >= 0 ? { backwardMicroBatch: b, backwardStage: schedule.backwardStage[op]! } : {}),
      exposedCommunicationMs: times.exposed[op]! * 1e3,
    },
  };
}

function optimizerSlices(phase: OptimizerPhase, from: number): readonly TimelineSlice[] {
  const parts: readonly (readonly [string, number])[] = [
    ['reduce dense gradients', phase.denseReduceS],
    ['reduce expert gradients', phase.expertReduceS],
    ['gradient norm', phase.normS],
    ['update', phase.updateS],
    ['gather dense weights', phase.denseGatherS],
    ['gather expert weights', phase.expertGatherS],
    ['clear gradients', phase.clearS],
  ];
  let at = from;
  return parts
    .filter(([, seconds]) => seconds > 0)
    .map(([name, durationS]) => {
      const slice = { name, startS: at, durationS };
      at += durationS;
      return slice;
    });
}

/** Slices of one stream may not overlap: a combine still running when the next one starts ends there. */
function separated(slices: readonly TimelineSlice[]): readonly TimelineSlice[] {
  return slices.map((slice, i) => {
    const next = slices[i + 1];
    return next !== undefined && slice.startS + slice.durationS > next.startS
      ? { ...slice, durationS: next.startS - slice.startS }
      : slice;
  });
}

/** Activations forward and gradients backward between kept ranks. */
function transfers(step: StepSimulation, kept: ReadonlySet<number>): readonly TimelineFlow[] {
  const { schedule, executed, times } = step;
  const { stages, microBatches } = schedule;
  const starts = new Float64Array(2 * stages * microBatches).fill(NaN);
  const slot = (backward: boolean, stage: number, microBatch: number) =>
    ((backward ? stages : 0) + stage) * microBatches + microBatch;
  for (let op = 0; op < schedule.kind.length; op += 1) {
    if (schedule.forwardStage[op]! >= 0)
      starts[slot(false, schedule.forwardStage[op]!, schedule.forwardMicroBatch[op]!)] = executed.start[op]!;
    if (schedule.backwardStage[op]! >= 0 && schedule.kind[op] !== OpKind.W)
      starts[slot(true, schedule.backwardStage[op]!, schedule.backwardMicroBatch[op]!)] = executed.start[op]!;
  }
  const flows: TimelineFlow[] = [];
  const arrow = (
    name: string,
    backward: boolean,
    microBatch: number,
    from: number,
    to: number,
    sentAt: number,
  ) => {
    const fromRank = rankOf(schedule, from, microBatch);
    const toRank = rankOf(schedule, to, microBatch);
    if (fromRank === toRank || !kept.has(fromRank) || !kept.has(toRank)) return;
    flows.push({
      name,
      from: { rank: fromRank, stream: 'compute', timeS: sentAt },
      to: { rank: toRank, stream: 'compute', timeS: starts[slot(backward, to, microBatch)]! },
    });
  };
  for (let op = 0; op < schedule.kind.length; op += 1) {
    // An arrow starts inside its slice: half way, since its end belongs to the next slice.
    const middle = executed.start[op]! + times.durations[op]! / 2;
    const f = schedule.forwardStage[op]!;
    const b = schedule.backwardStage[op]!;
    if (f >= 0 && f < stages - 1)
      arrow('activations', false, schedule.forwardMicroBatch[op]!, f, f + 1, middle);
    if (b > 0 && schedule.kind[op] !== OpKind.W)
      arrow('gradients', true, schedule.backwardMicroBatch[op]!, b, b - 1, middle);
  }
  return flows;
}

/**
 * Micro-batches whose activations the rank holds: from a forward's start to the end of its weight gradient.
 */
function activationsInFlight(step: StepSimulation, rank: number): TimelineCounter {
  const { schedule, executed } = step;
  const points: { timeS: number; value: number }[] = [{ timeS: 0, value: 0 }];
  let held = 0;
  for (let op = schedule.rankOffsets[rank]!; op < schedule.rankOffsets[rank + 1]!; op += 1) {
    const kind = schedule.kind[op]!;
    if (kind === OpKind.F || kind === OpKind.FB)
      points.push({ timeS: executed.start[op]!, value: (held += 1) });
    if (kind === OpKind.BW || kind === OpKind.W || kind === OpKind.FB)
      points.push({ timeS: executed.end[op]!, value: (held -= 1) });
  }
  return { rank, name: 'activations in flight', unit: 'micro-batches', points };
}
