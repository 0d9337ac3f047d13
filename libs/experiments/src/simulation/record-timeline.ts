/**
 * The recorded timeline of one step for some pipeline ranks: one track per stream, arrows for pipeline
 * transfers, activations in flight.
 */
import {
  OpKind,
  type OptimizerPhase,
  type RecordedTimeline,
  type SliceArguments,
  type StepSimulation,
  type TimelineCounter,
  type TimelineFlow,
  type TimelineRank,
  type TimelineSlice,
  type TimelineStream,
  opName,
  rankOf,
} from '@railyard/parallelism';
import { type PreparedExperiment } from '../document.js';
import { ENGINE_VERSION } from '../engine-version.js';
import { type JobOnMachine } from '../job/index.js';
import { type ExecutedOp, allOps, opsOfRank } from './executed-ops.js';

/**
 * What the given pipeline ranks, or all, did in the step of a job. One replica: the pipeline ranks of one
 * expert group.
 */
export function recordTimeline(
  prepared: PreparedExperiment,
  { step }: JobOnMachine,
  ranks: readonly number[] = Array.from({ length: step.schedule.ranks }, (_, rank) => rank),
): RecordedTimeline {
  const { cluster, workload, seed, name } = prepared.document;
  return {
    ranks: ranks.map((rank) => timelineRank(step, rank)),
    flows: transfers(step, new Set(ranks)),
    counters: ranks.map((rank) => activationsInFlight(step, rank)),
    metadata: {
      experiment: name,
      id: prepared.id,
      engineVersion: ENGINE_VERSION,
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
  const ops = [...opsOfRank(step, rank)];
  const phase = optimizerSlices(step.optimizer, step.executed.makespan);
  const streams: readonly TimelineStream[] = [
    { name: 'compute', slices: [...ops.map((op) => opSlice(step, op)), ...phase.compute] },
    { name: 'combine', slices: separated(trailingCombines(ops)) },
    { name: 'send activations', slices: separated(sends(step, ops, 'activations')) },
    { name: 'send gradients', slices: separated(sends(step, ops, 'gradients')) },
    { name: 'gradients', slices: phase.gradients },
    { name: 'parameters', slices: phase.parameters },
  ];
  return {
    rank,
    name: `rank ${rank}: stages ${stagesOf(step, rank).join('+')}`,
    streams: streams.filter(({ name, slices }) => name === 'compute' || slices.length > 0),
  };
}

const trailingCombines = (ops: readonly ExecutedOp[]): readonly TimelineSlice[] =>
  ops
    .filter(({ outputLagS }) => outputLagS > 0)
    .map(({ endS, outputLagS, forwardMicroBatch, forwardStage }) => ({
      name: 'combine',
      category: 'communication',
      startS: endS,
      durationS: outputLagS,
      args: { microBatch: forwardMicroBatch, stage: forwardStage },
    }));

/** What the ops of a rank hand to another rank, from the moment at which it may leave. */
function sends(step: StepSimulation, ops: readonly ExecutedOp[], pass: Pass): readonly TimelineSlice[] {
  const { schedule, boundary } = step;
  const slices = ops.flatMap((op): readonly TimelineSlice[] => {
    const forward = pass === 'activations';
    const [stage, microBatch] = forward
      ? [op.forwardStage, op.forwardMicroBatch]
      : [op.backwardStage, op.backwardMicroBatch];
    const next = forward ? stage + 1 : stage - 1;
    const isSent = stage >= 0 && next >= 0 && next < schedule.stages && (forward || op.kind !== OpKind.W);
    if (!isSent || rankOf(schedule, next, microBatch) === rankOf(schedule, stage, microBatch)) return [];
    return [
      {
        name: `${pass} ${microBatch} to rank ${rankOf(schedule, next, microBatch)}`,
        category: 'communication',
        startS: op.endS + (forward ? op.outputLagS : 0),
        durationS: boundary.seconds,
        args: { bytes: boundary.bytes, microBatch, fromStage: stage, toStage: next },
      },
    ];
  });
  return slices.toSorted((a, b) => a.startS - b.startS);
}

/** Stages of the rank in either direction, ascending. */
function stagesOf({ schedule }: StepSimulation, rank: number): readonly number[] {
  const stages = new Set<number>();
  schedule.stageRank.forEach((holder, index) => {
    if (holder === rank) stages.add(index % schedule.stages);
  });
  return [...stages].sort((a, b) => a - b);
}

const CATEGORIES: Readonly<Record<OpKind, string>> = {
  [OpKind.F]: 'forward',
  [OpKind.B]: 'backward',
  [OpKind.BW]: 'backward',
  [OpKind.W]: 'weight',
  [OpKind.FB]: 'forward-backward',
};

/** With the stage where a rank runs several of one direction: their micro-batches have the same numbers. */
function opSlice({ schedule }: StepSimulation, op: ExecutedOp): TimelineSlice {
  const f = op.forwardMicroBatch;
  const b = op.backwardMicroBatch;
  const stages = [op.forwardStage, op.backwardStage].filter((stage) => stage >= 0);
  const chunk = schedule.chunksPerDevice > 1 && schedule.directions === 1 ? ` s${stages.join(',')}` : '';
  return {
    name: `${opName(op.kind, f, b)}${chunk}`,
    category: CATEGORIES[op.kind],
    startS: op.startS,
    durationS: op.durationS,
    args: {
      ...(f >= 0 ? { forwardMicroBatch: f, forwardStage: op.forwardStage } : {}),
      ...(b >= 0 ? { backwardMicroBatch: b, backwardStage: op.backwardStage } : {}),
      exposedCommunicationMs: op.exposedS * 1e3,
    },
  };
}

type PhaseStream = 'compute' | 'gradients' | 'parameters';

/** The phase after the pipeline, one part after the other, each on the stream that does it. */
function optimizerSlices(
  phase: OptimizerPhase,
  from: number,
): Readonly<Record<PhaseStream, readonly TimelineSlice[]>> {
  const { reducedBytesPerGpu, gatheredBytesPerGpu } = phase;
  const reduced = { bytesOfPhase: reducedBytesPerGpu };
  const gathered = { bytesOfPhase: gatheredBytesPerGpu };
  const parts: readonly (readonly [PhaseStream, string, number, SliceArguments?])[] = [
    ['gradients', 'reduce dense gradients', phase.denseReduceS, reduced],
    ['gradients', 'reduce expert gradients', phase.expertReduceS, reduced],
    ['compute', 'gradient norm', phase.normS],
    ['compute', 'update', phase.updateS],
    ['parameters', 'gather dense weights', phase.denseGatherS, gathered],
    ['parameters', 'gather expert weights', phase.expertGatherS, gathered],
    ['compute', 'cast weights', phase.castS],
    ['compute', 'clear gradients', phase.clearS],
  ];
  const slices: Record<PhaseStream, TimelineSlice[]> = { compute: [], gradients: [], parameters: [] };
  let at = from;
  for (const [stream, name, durationS, args] of parts) {
    if (durationS <= 0) continue;
    const category = stream === 'compute' ? 'optimizer' : 'communication';
    slices[stream].push({ name, category, startS: at, durationS, ...(args === undefined ? {} : { args }) });
    at += durationS;
  }
  return slices;
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
  const { schedule } = step;
  const starts = passStarts(step);
  const flows: TimelineFlow[] = [];
  const arrow = (pass: Pass, microBatch: number, from: number, to: number, sentAt: number): void => {
    const fromRank = rankOf(schedule, from, microBatch);
    const toRank = rankOf(schedule, to, microBatch);
    if (fromRank === toRank || !kept.has(fromRank) || !kept.has(toRank)) return;
    flows.push({
      name: pass,
      from: { rank: fromRank, stream: 'compute', timeS: sentAt },
      to: { rank: toRank, stream: 'compute', timeS: starts.get(keyOf(pass, to, microBatch)) ?? NaN },
    });
  };
  for (const op of allOps(step)) {
    // An arrow starts inside its slice: half way, since its end belongs to the next slice.
    const middle = op.startS + op.durationS / 2;
    const { forwardStage: f, backwardStage: b } = op;
    if (f >= 0 && f < schedule.stages - 1) arrow('activations', op.forwardMicroBatch, f, f + 1, middle);
    if (b > 0 && op.kind !== OpKind.W) arrow('gradients', op.backwardMicroBatch, b, b - 1, middle);
  }
  return flows;
}

/** What is sent: the output of a forward, or the input gradient of a backward. */
type Pass = 'activations' | 'gradients';

const keyOf = (pass: Pass, stage: number, microBatch: number): string => `${pass} ${stage} ${microBatch}`;

/** When each stage begins each pass of each micro-batch. */
function passStarts(step: StepSimulation): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const op of allOps(step)) {
    if (op.forwardStage >= 0)
      starts.set(keyOf('activations', op.forwardStage, op.forwardMicroBatch), op.startS);
    if (op.backwardStage >= 0 && op.kind !== OpKind.W)
      starts.set(keyOf('gradients', op.backwardStage, op.backwardMicroBatch), op.startS);
  }
  return starts;
}

/**
 * Micro-batches whose activations the rank holds: from a forward's start to the end of its weight gradient.
 */
function activationsInFlight(step: StepSimulation, rank: number): TimelineCounter {
  const points: { timeS: number; value: number }[] = [{ timeS: 0, value: 0 }];
  let inFlight = 0;
  for (const { kind, startS, endS } of opsOfRank(step, rank)) {
    if (kind === OpKind.F || kind === OpKind.FB) points.push({ timeS: startS, value: (inFlight += 1) });
    if (kind === OpKind.BW || kind === OpKind.W || kind === OpKind.FB)
      points.push({ timeS: endS, value: (inFlight -= 1) });
  }
  return { rank, name: 'activations in flight', unit: 'micro-batches', points };
}
