/**
 * Op times under perfectly balanced routing: every micro-batch costs the same, so each kind of op on each
 * stage is timed once.
 */
import { elementAt } from '@railyard/base';
import { OP_KINDS, opTimes, type OpTimes, type Schedule, type StageTimes } from '@railyard/parallelism';

/** Equal to `opTimes` without routing, op for op, where a bound needs it. */
export function balancedTimes(
  schedule: Schedule,
  stages: readonly StageTimes[],
): Pick<OpTimes, 'durations' | 'outputLag'> {
  const { kind, forwardStage, backwardStage } = schedule;
  // A stage of an op, or none.
  const choices = schedule.stages + 1;
  const indexOf = new Int32Array(OP_KINDS * choices * choices).fill(-1);
  const distinct: number[] = [];
  const alike = new Int32Array(kind.length);
  for (let op = 0; op < kind.length; op += 1) {
    const code =
      (elementAt(kind, op) * choices + elementAt(forwardStage, op) + 1) * choices +
      elementAt(backwardStage, op) +
      1;
    if (indexOf[code] === -1) indexOf[code] = distinct.push(op) - 1;
    alike[op] = elementAt(indexOf, code);
  }
  const times = opTimes(
    {
      ...schedule,
      kind: Uint8Array.from(distinct, (op) => elementAt(kind, op)),
      forwardStage: Int16Array.from(distinct, (op) => elementAt(forwardStage, op)),
      backwardStage: Int16Array.from(distinct, (op) => elementAt(backwardStage, op)),
      forwardMicroBatch: new Int32Array(distinct.length),
      backwardMicroBatch: new Int32Array(distinct.length),
    },
    stages,
    undefined,
  );
  const spread = (of: Float64Array): Float64Array => {
    const all = new Float64Array(kind.length);
    for (let op = 0; op < all.length; op += 1) all[op] = elementAt(of, elementAt(alike, op));
    return all;
  };
  return { durations: spread(times.durations), outputLag: spread(times.outputLag) };
}
