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
  const slices: TimelineSlice[] = [];
  const trailing: TimelineSlice[] = [];
  for (const op of opsOfRank(step, rank)) {
    slices.push(opSlice(op));
    if (op.outputLagS > 0)
      trailing.push({
        name: 'combine',
        startS: op.endS,
        durationS: op.outputLagS,
        args: { microBatch: op.forwardMicroBatch },
      });
  }
  slices.push(...optimizerSlices(step.optimizer, step.executed.makespan));
  return {
    rank,
    name: `rank ${rank}: stages ${stagesOf(step, rank).join('+')}`,
    streams: [
      { name: 'compute', slices },
      { name: 'trailing combine', slices: separated(trailing) },
    ],
  };
}

/** Stages of the rank in either direction, ascending. */
function stagesOf({ schedule }: StepSimulation, rank: number): readonly number[] {
  const stages = new Set<number>();
  schedule.stageRank.forEach((holder, index) => {
    if (holder === rank) stages.add(index % schedule.stages);
  });
  return [...stages].sort((a, b) => a - b);
}

function opSlice(op: ExecutedOp): TimelineSlice {
  const f = op.forwardMicroBatch;
  const b = op.backwardMicroBatch;
  return {
    name: opName(op.kind, f, b),
    startS: op.startS,
    durationS: op.durationS,
    args: {
      ...(f >= 0 ? { forwardMicroBatch: f, forwardStage: op.forwardStage } : {}),
      ...(b >= 0 ? { backwardMicroBatch: b, backwardStage: op.backwardStage } : {}),
      exposedCommunicationMs: op.exposedS * 1e3,
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
    ['cast weights', phase.castS],
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
