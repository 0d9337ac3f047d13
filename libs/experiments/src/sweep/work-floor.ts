/**
 * The least time of a pipeline in closed form, for a search with many layouts to settle. Ranks do the work
 * of all micro-batches between them, so the last is done no sooner than the mean rank:
 *
 *   T >= (m W + I) / p
 *
 * m micro-batches, p ranks, W what a micro-batch takes over all stages (balanced routing, nothing beside
 * it), I the time for which ranks must wait. Rank r cannot begin before a micro-batch has come through the
 * stages before it, nor, where a backward is one op, end before its last one has gone back through them:
 * of stages in one direction I is the sum over ranks of these times. Of several chunks or two directions
 * nothing is said of I.
 */
import {
  at,
  microBatchesPerPipeline,
  repeatedAttention,
  repeatedMlp,
  type LayerTimes,
  type SectionTimes,
  type StageTimes,
  type WorkloadSpec,
} from '@railyard/parallelism';

/** Schedules of one chunk a rank and one direction; whether their backward is one op. */
const ONE_WAY: Readonly<Record<string, { readonly wholeBackward: boolean }>> = {
  gpipe: { wholeBackward: true },
  '1f1b': { wholeBackward: true },
  'zb-h1': { wholeBackward: false },
  zb1p: { wholeBackward: false },
};

interface Work {
  readonly forward: number;
  /** Input gradient, and what the layer repeats of its forward. */
  readonly backward: number;
  readonly weights: number;
}

/** Seconds. @param stages [model stages] in the order of the forward */
export function workFloor(workload: WorkloadSpec, stages: readonly StageTimes[]): number {
  const ranks = workload.parallelism.pipeline;
  const hides = overlapsExchange(workload);
  const work = stages.map((stage) => (hides ? workOf(stage) : withExchange(workOf(stage), stage)));
  const all = work.reduce((sum, { forward, backward, weights }) => sum + forward + backward + weights, 0);
  return (microBatchesPerPipeline(workload) * all + waiting(workload, work)) / ranks;
}

/** Micro-batches of opposite direction run as one op, and hide each other's dispatch and combine. */
const overlapsExchange = ({ schedule, parallelism }: WorkloadSpec): boolean =>
  schedule.name.startsWith('dualpipe') || parallelism.overlap?.expert === true;

function waiting(workload: WorkloadSpec, work: readonly Work[]): number {
  const oneWay = ONE_WAY[workload.schedule.name];
  if (oneWay === undefined || overlapsExchange(workload)) return 0;
  let before = 0;
  let total = 0;
  for (const { forward, backward, weights } of work) {
    total += before;
    before += forward + (oneWay.wholeBackward ? backward + weights : 0);
  }
  return total;
}

function workOf({ entry, layers, exit }: StageTimes): Work {
  let forward = entry.forward + exit.forward;
  let backward = entry.backwardInput + exit.backwardInput;
  let weights = entry.backwardWeight + exit.backwardWeight;
  for (const layer of layers) {
    const once = least(layer, (times) => times.attentionForward + at(times.mlpForward, 1));
    forward += once;
    backward += least(layer, (times) => times.attentionBackward + at(times.mlpBackward, 1));
    if (layer.repeatsForward === true)
      backward += least(layer, (times) => repeatedAttention(times) + at(repeatedMlp(times), 1));
    weights += least(layer, (times) => times.attentionWeight + at(times.mlpWeight, 1));
  }
  return { forward, backward, weights };
}

/** Beside communication a kernel has fewer SMs, and may have a higher clock. */
const least = ({ alone, overlapped, held }: LayerTimes, seconds: (times: SectionTimes) => number): number =>
  Math.min(seconds(alone), seconds(overlapped), seconds(held));

/** With dispatch and combine, which stand between computations; the last combine of a stage may trail. */
function withExchange({ forward, backward, weights }: Work, { layers }: StageTimes): Work {
  let trailing = 0;
  let [there, back] = [forward, backward];
  for (const { collectives, repeatsForward } of layers) {
    if (collectives === undefined) continue;
    const { dispatchForward, combineForward, combineBackward, dispatchBackward } = collectives.alone;
    trailing = at(combineForward, 1);
    const once = at(dispatchForward, 1) + trailing;
    there += once;
    back += at(combineBackward, 1) + at(dispatchBackward, 1) + (repeatsForward === true ? once : 0);
  }
  return { forward: there - trailing, backward: back, weights };
}
