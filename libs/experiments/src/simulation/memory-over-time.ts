/**
 * What tensors take on a pipeline rank over the time of a step. Between two points it changes in a straight
 * line: activations come while a forward runs and go while the weight gradient does. Long steps are thinned
 * to the fullest moment of each span of time.
 */
import { GIGA, elementAt } from '@railyard/base';
import {
  type MemoryEstimate,
  OpKind,
  type RankMemory,
  type StepSimulation,
  type WorkloadSpec,
  backwardMoments,
  layerShape,
  stageActivationBytes,
} from '@railyard/parallelism';
import { opsOfRank } from './executed-ops.js';

/** Points of all ranks together, and of one. */
const MOST_POINTS = 4096;
const MOST_OF_RANK = 128;
const LEAST_OF_RANK = 8;

export interface RankMemoryOverTime {
  readonly rank: number;
  readonly timeS: readonly number[];
  /** As a framework counts it (`allocatedGB` of the rank is the largest). */
  readonly allocatedGB: readonly number[];
}

interface Point {
  readonly timeS: number;
  readonly allocatedGB: number;
}

export function memoryOverTime(
  step: StepSimulation,
  workload: WorkloadSpec,
  { ranks }: MemoryEstimate,
): readonly RankMemoryOverTime[] {
  const shape = layerShape(workload);
  const stageGB = step.plan.assignment.map(
    (stage) => stageActivationBytes(workload.model, stage, shape, workload) / GIGA,
  );
  const most = Math.max(LEAST_OF_RANK, Math.min(MOST_OF_RANK, Math.floor(MOST_POINTS / ranks.length)));
  return ranks.map((memory) => {
    const points = thinned(pointsOf(step, workload, memory, stageGB), most);
    return {
      rank: memory.rank,
      timeS: points.map(({ timeS }) => timeS),
      allocatedGB: points.map(({ allocatedGB }) => allocatedGB),
    };
  });
}

/** At the ends of every op and of the optimizer phase, and at the moments inside a lone backward. */
function pointsOf(
  step: StepSimulation,
  workload: WorkloadSpec,
  memory: RankMemory,
  stageGB: readonly number[],
): readonly Point[] {
  const moments = backwardMoments(workload, elementAt(step.plan.assignment, 0));
  const state = memory.parametersGB + memory.optimizerGB;
  const gradients = moments === undefined ? memory.gradientsGB : 0;
  const idle = state + gradients;
  let held = 0;
  const points: Point[] = [];
  const add = (timeS: number, extraGB: number): void => {
    points.push({ timeS, allocatedGB: idle + extraGB });
  };
  add(0, 0);
  for (const { kind, forwardStage, backwardStage, startS, endS } of opsOfRank(step, memory.rank)) {
    const comes = kind === OpKind.F || kind === OpKind.FB ? elementAt(stageGB, forwardStage) : 0;
    const goes =
      kind === OpKind.BW || kind === OpKind.W || kind === OpKind.FB ? elementAt(stageGB, backwardStage) : 0;
    if (moments !== undefined && goes > 0) {
      moments.forEach((bytes, i) => add(startS + ((endS - startS) * i) / (moments.length - 1), bytes / GIGA));
      held = 0;
      continue;
    }
    // A pair of chunks holds both micro-batches while it runs.
    add(startS, held + (comes > 0 && goes > 0 ? comes : 0) + memory.buffersGB);
    held += comes - goes;
    add(endS, held + memory.buffersGB);
  }
  const updated = moments === undefined ? 0 : (elementAt(moments, moments.length - 1) ?? 0) / GIGA;
  add(step.executed.makespan, updated);
  add(step.executed.makespan + step.optimizer.seconds, updated);
  return points;
}

/** The fullest point of each of `most` - 2 equal spans of time, with the first and the last. */
function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const first = elementAt(points, 0);
  const last = elementAt(points, points.length - 1);
  const spans = most - 2;
  const fullest = new Map<number, Point>();
  for (const point of points.slice(1, -1)) {
    const span = Math.min(spans - 1, Math.floor((spans * point.timeS) / last.timeS));
    const kept = fullest.get(span);
    if (kept === undefined || point.allocatedGB > kept.allocatedGB) fullest.set(span, point);
  }
  return [first, ...fullest.values(), last];
}
