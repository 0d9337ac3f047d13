/**
 * Replicas of one job over seeds, in chunks that threads may share: a chunk is a pure function of (request,
 * from, count).
 */
import { invariant } from '@railyard/base';
import {
  type JobOutcome,
  JobSimulation,
  LEDGER_PARTS,
  type Recorder,
  type ReplayRequest,
  effectiveTimeOf,
  ettrOf,
  goodputOf,
} from '../job/index.js';

export const METRICS = [
  'wallS',
  'ettr',
  'goodput',
  'effectiveTime',
  'interruptions',
  'plannedStops',
  'corruptions',
  'rollbacks',
  'undetectedCorruptions',
  'poisonedSteps',
  'poisonedStepsKept',
  'drains',
  'finished',
] as const;
export type Metric = (typeof METRICS)[number];

/**
 * Values of `count` replicas starting with number `from`, replica by replica in flat arrays: plain data that
 * crosses threads.
 */
export interface ReplicaChunk {
  readonly from: number;
  readonly count: number;
  readonly classIds: readonly string[];
  readonly stepSeconds: number;
  /** replica: seconds of corrupted work that was undone because its cause was found */
  readonly undoneByFindsS: Float64Array;
  /** replica x METRICS */
  readonly metrics: Float64Array;
  /** replica x LEDGER_PARTS */
  readonly ledger: Float64Array;
  /** replica x class x LEDGER_PARTS */
  readonly causeSeconds: Float64Array;
  /** replica x class: faults that stopped the job, and faults that struck its part of the machine. */
  readonly causeInterruptions: Float64Array;
  readonly causeFaults: Float64Array;
}

function emptyChunk(request: ReplayRequest, from: number, count: number, stepSeconds: number): ReplicaChunk {
  const classIds = request.profile.classes.map(({ id }) => id);
  const classes = classIds.length;
  const parts = LEDGER_PARTS.length;
  return {
    from,
    count,
    classIds,
    stepSeconds,
    undoneByFindsS: new Float64Array(count),
    metrics: new Float64Array(count * METRICS.length),
    ledger: new Float64Array(count * parts),
    causeSeconds: new Float64Array(count * classes * parts),
    causeInterruptions: new Float64Array(count * classes),
    causeFaults: new Float64Array(count * classes),
  };
}

function metricsOf(outcome: JobOutcome, stepSeconds: number): readonly number[] {
  return [
    outcome.wallS,
    ettrOf(outcome),
    goodputOf(outcome, stepSeconds),
    effectiveTimeOf(outcome),
    outcome.interruptions,
    outcome.plannedStops,
    outcome.corruptions,
    outcome.rollbacks,
    outcome.undetectedCorruptions,
    outcome.poisonedSteps,
    outcome.poisonedStepsKept,
    outcome.drains,
    outcome.finished ? 1 : 0,
  ];
}

/** Plays replicas from, from + 1, ... of the request; calls `onReplica` with the number done. */
export function runReplicas(
  request: ReplayRequest,
  from: number,
  count: number,
  onReplica?: (done: number) => void,
): ReplicaChunk {
  invariant(
    Number.isInteger(from) && from >= 0 && Number.isInteger(count) && count > 0,
    'replicas are numbered from 0',
    { from, count },
  );
  const simulation = new JobSimulation(request);
  const chunk = emptyChunk(request, from, count, simulation.stepSeconds);
  for (let index = 0; index < count; index += 1) {
    const outcome = simulation.run(from + index);
    chunk.metrics.set(metricsOf(outcome, chunk.stepSeconds), index * METRICS.length);
    chunk.undoneByFindsS[index] = outcome.undoneByFindsS;
    chunk.ledger.set(outcome.ledger, index * outcome.ledger.length);
    chunk.causeSeconds.set(outcome.causeSeconds, index * outcome.causeSeconds.length);
    chunk.causeInterruptions.set(outcome.causeInterruptions, index * outcome.causeInterruptions.length);
    chunk.causeFaults.set(outcome.causeFaults, index * outcome.causeFaults.length);
    onReplica?.(index + 1);
  }
  return chunk;
}

/** Plays one replica and writes down what happened. */
export function recordReplica(request: ReplayRequest, replica: number, recorder: Recorder): void {
  new JobSimulation(request).run(replica, recorder);
}

/**
 * Joins chunks that follow one another, whatever the order in which threads returned them; the same as one
 * chunk of all.
 */
export function mergeReplicas(chunks: readonly ReplicaChunk[]): ReplicaChunk {
  const ordered = [...chunks].sort((a, b) => a.from - b.from);
  const [first] = ordered;
  invariant(first !== undefined, 'there are chunks to merge');
  let next = first.from;
  for (const chunk of ordered) {
    invariant(
      chunk.from === next && chunk.classIds.join() === first.classIds.join(),
      'chunks follow one another',
      { expected: next, from: chunk.from },
    );
    next += chunk.count;
  }
  const join = (pick: (chunk: ReplicaChunk) => Float64Array): Float64Array => {
    const joined = new Float64Array(ordered.reduce((sum, chunk) => sum + pick(chunk).length, 0));
    let at = 0;
    for (const chunk of ordered) {
      joined.set(pick(chunk), at);
      at += pick(chunk).length;
    }
    return joined;
  };
  return {
    ...first,
    count: next - first.from,
    undoneByFindsS: join((chunk) => chunk.undoneByFindsS),
    metrics: join((chunk) => chunk.metrics),
    ledger: join((chunk) => chunk.ledger),
    causeSeconds: join((chunk) => chunk.causeSeconds),
    causeInterruptions: join((chunk) => chunk.causeInterruptions),
    causeFaults: join((chunk) => chunk.causeFaults),
  };
}

/** Column of one metric, by replica. */
export function metricOf(chunk: ReplicaChunk, metric: Metric): number[] {
  const column = METRICS.indexOf(metric);
  return Array.from(
    { length: chunk.count },
    (_, replica) => chunk.metrics[replica * METRICS.length + column],
  );
}
