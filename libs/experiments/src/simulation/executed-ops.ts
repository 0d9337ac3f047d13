/** The ops of an executed schedule one by one: its arrays as records, for what is drawn and not computed. */
import { elementAt } from '@railyard/base';
import { type OpKind, type StepSimulation } from '@railyard/parallelism';

/** Times in seconds; stage and micro-batch of a pass that the op does not have are negative. */
export interface ExecutedOp {
  readonly kind: OpKind;
  readonly forwardStage: number;
  readonly forwardMicroBatch: number;
  readonly backwardStage: number;
  readonly backwardMicroBatch: number;
  readonly startS: number;
  readonly endS: number;
  readonly durationS: number;
  /** From the end until the forward output may be sent: a trailing combine. */
  readonly outputLagS: number;
  /** Communication during which the compute stream waited. */
  readonly exposedS: number;
}

export const allOps = (step: StepSimulation): Generator<ExecutedOp> =>
  opsBetween(step, 0, step.schedule.kind.length);

/** In the order in which the rank runs them. */
export const opsOfRank = (step: StepSimulation, rank: number): Generator<ExecutedOp> =>
  opsBetween(
    step,
    elementAt(step.schedule.rankOffsets, rank),
    elementAt(step.schedule.rankOffsets, rank + 1),
  );

function* opsBetween(
  { schedule, executed, times }: StepSimulation,
  first: number,
  end: number,
): Generator<ExecutedOp> {
  for (let op = first; op < end; op += 1) {
    yield {
      kind: elementAt(schedule.kind, op) as OpKind,
      forwardStage: elementAt(schedule.forwardStage, op),
      forwardMicroBatch: elementAt(schedule.forwardMicroBatch, op),
      backwardStage: elementAt(schedule.backwardStage, op),
      backwardMicroBatch: elementAt(schedule.backwardMicroBatch, op),
      startS: elementAt(executed.start, op),
      endS: elementAt(executed.end, op),
      durationS: elementAt(times.durations, op),
      outputLagS: elementAt(times.outputLag, op),
      exposedS: elementAt(times.exposed, op),
    };
  }
}
