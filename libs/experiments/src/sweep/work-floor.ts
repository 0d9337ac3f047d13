/**
 * The least time of a pipeline in closed form, for a search with many layouts to settle. Each rank does its
 * stages' work of all micro-batches, so the step is done no sooner than any of them:
 *
 *   T >= max over ranks r of  m W_r + I_r
 *
 * m micro-batches, W_r what one of them takes on the rank's stages (balanced routing, nothing alongside it),
 * I_r the time for which the rank must wait. It cannot begin before a micro-batch has come through the stages
 * before its first, nor, where a backward is one op, end before the last one has gone back through them. Of
 * two directions, in each of which goes half of the micro-batches, nothing is said of I.
 */
import { elementAt } from '@railyard/base';
import {
  at,
  chunksPerDeviceOf,
  directionsOf,
  layerKindAt,
  layersOfBlock,
  microBatchesPerPipeline,
  mtpLayerKind,
  type PhaseTimes,
  type PricedLayer,
  type PricedModel,
  repeatedAttention,
  repeatedMlp,
  type SectionTimes,
  type StageLayers,
  WHOLE_BACKWARD,
  type WorkloadSpec,
} from '@railyard/parallelism';

interface Work {
  readonly forward: number;
  /** Input gradient, and what the layer repeats of its forward. */
  readonly backward: number;
  readonly weights: number;
}

/** Seconds. @param assignment [model stages] in the order of the forward */
export function workFloor(
  workload: WorkloadSpec,
  assignment: readonly StageLayers[],
  priced: PricedModel,
): number {
  const works = new LayerWorks(workload, priced, !overlapsExchange(workload));
  const work = assignment.map((stage) => works.ofStage(stage));
  const waits = waiting(workload, work);
  const all = work.map(({ forward, backward, weights }) => forward + backward + weights);
  return slowestRank(workload, all, (rank) => elementAt(waits, rank));
}

/**
 * Seconds until the last rank is done. @param work [model stages] of one micro-batch
 * @param waits of a rank, before its first op and after its last
 */
export function slowestRank(
  workload: WorkloadSpec,
  work: ArrayLike<number>,
  waits: (rank: number) => number = () => 0,
): number {
  const ranks = workload.parallelism.pipeline;
  const microBatches = microBatchesPerPipeline(workload) / directionsOf(workload.schedule.name);
  let latest = 0;
  for (let rank = 0; rank < ranks; rank += 1) {
    let held = 0;
    for (const stage of heldBy(workload, rank)) held += elementAt(work, stage);
    latest = Math.max(latest, microBatches * held + waits(rank));
  }
  return latest;
}

/** Model stages of a rank, each once for every direction in which it runs it. */
function heldBy({ parallelism, schedule }: WorkloadSpec, rank: number): readonly number[] {
  const { pipeline } = parallelism;
  if (schedule.name === 'dualpipe') return [rank, pipeline - 1 - rank];
  if (schedule.name === 'dualpipe-v' || schedule.name === 'zb-v') return [rank, 2 * pipeline - 1 - rank];
  return Array.from({ length: chunksPerDeviceOf(schedule) }, (_, chunk) => rank + chunk * pipeline);
}

/** Micro-batches of opposite direction run as one op, and hide each other's dispatch and combine. */
export const overlapsExchange = ({ schedule, parallelism }: WorkloadSpec): boolean =>
  schedule.name.startsWith('dualpipe') || parallelism.overlap?.expert === true;

/** [ranks]: the first stage of each is that of its own number. */
function waiting(workload: WorkloadSpec, work: readonly Work[]): Float64Array {
  const { parallelism, schedule } = workload;
  const waits = new Float64Array(parallelism.pipeline);
  if (directionsOf(schedule.name) > 1 || overlapsExchange(workload)) return waits;
  const isWhole = WHOLE_BACKWARD.includes(schedule.name);
  for (let rank = 1; rank < waits.length; rank += 1) {
    const { forward, backward, weights } = elementAt(work, rank - 1);
    waits[rank] = elementAt(waits, rank - 1) + forward + (isWhole ? backward + weights : 0);
  }
  return waits;
}

/** Work of each kind of layer, added up for stages; with dispatch and combine where nothing hides them. */
class LayerWorks {
  private readonly recomputed: readonly Work[];
  private readonly kept: readonly Work[];

  constructor(
    private readonly workload: WorkloadSpec,
    private readonly priced: PricedModel,
    private readonly exposesExchange: boolean,
  ) {
    const { layers, keptLayers = layers } = priced;
    const work = (layer: PricedLayer): Work => workOf(layer, exposesExchange);
    this.recomputed = layers.map(work);
    this.kept = keptLayers === layers ? this.recomputed : keptLayers.map(work);
  }

  ofStage(stage: StageLayers): Work {
    const { model } = this.workload;
    const { embedding, head, mtpProjection } = this.priced;
    const heads = (stage.head ? 1 : 0) + stage.mtpModules;
    const sum = { forward: 0, backward: 0, weights: 0 };
    addEnds(sum, stage.embedding ? 1 : 0, embedding);
    addEnds(sum, heads, head);
    addEnds(sum, stage.mtpModules, mtpProjection);
    const first = this.recomputedOf(stage);
    stage.kinds.forEach((layers, kind) => {
      const ahead = first === undefined ? layers : (first[kind] ?? 0);
      add(sum, ahead, this.recomputed[kind]);
      add(sum, layers - ahead, this.kept[kind]);
    });
    if (stage.mtpModules > 0) add(sum, stage.mtpModules, this.kept[mtpLayerKind(model).index]);
    if (this.exposesExchange) sum.forward -= this.trailing(stage);
    return sum;
  }

  /** [kinds] of the layers that a block recomputes; undefined: all of them. */
  private recomputedOf({ firstLayer, layers }: StageLayers): readonly number[] | undefined {
    const block = layersOfBlock(this.workload);
    if (block >= layers) return undefined;
    const kinds: number[] = [];
    for (let i = 0; i < block; i += 1) {
      const { index } = layerKindAt(this.workload.model, firstLayer + i);
      kinds[index] = (kinds[index] ?? 0) + 1;
    }
    return kinds;
  }

  /** The last combine of a stage, which may run alongside what follows. */
  private trailing({ kinds, mtpModules }: StageLayers): number {
    const { layers } = this.priced;
    const held = kinds.flatMap((count, kind) => (count > 0 ? [kind] : []));
    if (mtpModules > 0) held.push(mtpLayerKind(this.workload.model).index);
    return Math.max(0, ...held.map((kind) => lastCombine(layers[kind])));
  }
}

const lastCombine = (layer: PricedLayer | undefined): number =>
  layer?.collectives === undefined ? 0 : at(layer.collectives.alone.combineForward, 1);

function add(sum: Mutable<Work>, times: number, work: Work | undefined): void {
  if (work === undefined || times === 0) return;
  sum.forward += times * work.forward;
  sum.backward += times * work.backward;
  sum.weights += times * work.weights;
}

function addEnds(sum: Mutable<Work>, times: number, ends: PhaseTimes): void {
  sum.forward += times * ends.forward;
  sum.backward += times * ends.backwardInput;
  sum.weights += times * ends.backwardWeight;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function workOf(layer: PricedLayer, exposesExchange: boolean): Work {
  const repeats = layer.repeatsForward === true;
  const forward = least(layer, (times) => times.attentionForward + at(times.mlpForward, 1));
  const backward = least(layer, (times) => times.attentionBackward + at(times.mlpBackward, 1));
  const repeated = repeats
    ? least(layer, (times) => repeatedAttention(times) + at(repeatedMlp(times), 1))
    : 0;
  const weights = least(layer, (times) => times.attentionWeight + at(times.mlpWeight, 1));
  const { collectives } = layer;
  if (collectives === undefined || !exposesExchange)
    return { forward, backward: backward + repeated, weights };
  const { dispatchForward, combineForward, combineBackward, dispatchBackward } = collectives.alone;
  const there = at(dispatchForward, 1) + at(combineForward, 1);
  const back = at(combineBackward, 1) + at(dispatchBackward, 1);
  return {
    forward: forward + there,
    backward: backward + repeated + back + (repeats ? there : 0),
    weights,
  };
}

/** Alongside communication a kernel has fewer SMs, and may have a higher clock. */
const least = ({ alone, overlapped, held }: PricedLayer, seconds: (times: SectionTimes) => number): number =>
  Math.min(seconds(alone), seconds(overlapped), seconds(held));
