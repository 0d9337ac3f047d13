/**
 * Which layers each model stage holds. Stages differ: dense layers and the embedding come first, head and MTP
 * last.
 */
import { invariant } from '@railyard/base';
import { type ModelSpec, layerKindAt, layerKinds } from '../model/index.js';
import { type WorkloadSpec } from './workload-spec.js';

export interface StageLayers {
  readonly stage: number;
  readonly firstLayer: number;
  readonly layers: number;
  /** [kinds] layers of each of the model's kinds. */
  readonly kinds: readonly number[];
  readonly embedding: boolean;
  readonly head: boolean;
  /** MTP modules, each with its own pass through the head. */
  readonly mtpModules: number;
}

/**
 * What one micro-batch costs in each part, in any one unit. `mtp` is one module with its pass through the
 * head.
 */
export interface LayerCosts {
  /** [kinds] one layer of each of the model's kinds. */
  readonly kinds: readonly number[];
  readonly embedding: number;
  readonly head: number;
  readonly mtp: number;
}

/**
 * Layers of `stageCount` stages: as the workload's `stageLayers` says, where a stage may hold the embedding
 * or the loss alone; or each at least one, so that the slowest stage is as cheap as possible and, among
 * those, the sum of squared stage costs is least. Ties fill earlier stages first. Up to two stages more than
 * layers leave the loss and the embedding alone.
 */
export function assignStages(
  workload: WorkloadSpec,
  stageCount: number,
  costs: LayerCosts,
): readonly StageLayers[] {
  const { model, stageLayers } = workload;
  const counts = stageLayers ?? edgesAlone(model, stageCount) ?? balancedCounts(model, stageCount, costs);
  invariant(counts.length === stageCount, 'one number of layers for each stage', {
    stages: stageCount,
    given: counts.length,
  });
  let firstLayer = 0;
  return counts.map((layers, stage) => {
    const first = firstLayer;
    firstLayer += layers;
    const kinds = layerKinds(model).map(() => 0);
    for (let layer = first; layer < firstLayer; layer += 1) {
      const { index } = layerKindAt(model, layer);
      kinds[index] = (kinds[index] ?? 0) + 1;
    }
    const last = stage === stageCount - 1;
    return {
      stage,
      firstLayer: first,
      layers,
      kinds,
      embedding: stage === 0,
      head: last,
      mtpModules: last ? model.mtpModules : 0,
    };
  });
}

/**
 * Stages that may hold no layer where there are more of them than layers: the loss's, then the embedding's.
 */
export const EDGE_STAGES = 2;

/**
 * One or two stages more than layers: a layer each, the loss alone on the last, the embedding on the first.
 */
function edgesAlone({ layers }: ModelSpec, stageCount: number): readonly number[] | undefined {
  const more = stageCount - layers;
  if (more < 1 || more > EDGE_STAGES) return undefined;
  return Array.from({ length: stageCount }, (_, stage) =>
    stage === stageCount - 1 || (stage === 0 && more === EDGE_STAGES) ? 0 : 1,
  );
}

/** Cost of a stage under the given costs. */
export function stageCost(stage: StageLayers, costs: LayerCosts): number {
  return (
    stage.kinds.reduce((sum, layers, kind) => sum + layers * (costs.kinds[kind] ?? 0), 0) +
    (stage.embedding ? costs.embedding : 0) +
    (stage.head ? costs.head : 0) +
    stage.mtpModules * costs.mtp
  );
}

/** Equal sums may differ in the last bits with the order of summation. */
const TIE = 1e-12;

function balancedCounts(model: ModelSpec, stageCount: number, costs: LayerCosts): readonly number[] {
  const { layers } = model;
  invariant(stageCount >= 1 && stageCount <= layers, 'every stage needs a layer', { stageCount, layers });
  const upTo = new Float64Array(layers + 1);
  for (let layer = 0; layer < layers; layer += 1)
    upTo[layer + 1] = upTo[layer] + (costs.kinds[layerKindAt(model, layer).index] ?? 0);
  const tail = costs.head + model.mtpModules * costs.mtp;
  const costOf = (stage: number, from: number, to: number): number =>
    upTo[to] - upTo[from] + (stage === 0 ? costs.embedding : 0) + (stage === stageCount - 1 ? tail : 0);
  const limit = leastMaximum(layers, stageCount, costOf) * (1 + TIE);
  return leastSquares(layers, stageCount, costOf, limit);
}

type CostOf = (stage: number, from: number, to: number) => number;

/** Less than the mean cost by more than sums of layers may be off. */
const ROUNDING = 1e-9;

/**
 * Least possible cost of the slowest stage: the smallest candidate (the cost of some range as some stage)
 * that suffices. It is no less than the mean, and no more than a limit that is seen to suffice.
 */
function leastMaximum(layers: number, stageCount: number, costOf: CostOf): number {
  const least = meanCost(layers, stageCount, costOf) * (1 - ROUNDING);
  const most = enough(least, layers, stageCount, costOf);
  const candidates: number[] = [];
  const add = (cost: number): void => {
    if (cost >= least && cost <= most) candidates.push(cost);
  };
  const middle = Math.min(1, stageCount - 1);
  for (let from = 0; from < layers; from += 1) {
    for (let to = from + 1; to <= layers; to += 1) {
      if (from === 0) add(costOf(0, from, to));
      if (to === layers) add(costOf(stageCount - 1, from, to));
      if (stageCount > 2) add(costOf(middle, from, to));
    }
  }
  candidates.sort((a, b) => a - b);
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const probe = (low + high) >> 1;
    if (suffices(candidates[probe] * (1 + TIE), layers, stageCount, costOf)) high = probe;
    else low = probe + 1;
  }
  return candidates[low];
}

/** Of all stages together, embedding and loss among them. */
const meanCost = (layers: number, stageCount: number, costOf: CostOf): number =>
  stageCount === 1
    ? costOf(0, 0, layers)
    : (costOf(0, 0, layers - 1) + costOf(stageCount - 1, layers - 1, layers)) / stageCount;

/** A limit that suffices, not far above the least. */
function enough(least: number, layers: number, stageCount: number, costOf: CostOf): number {
  const all = costOf(0, 0, layers) + costOf(stageCount - 1, 0, layers);
  for (let limit = least * FIRST_LIMIT; limit < all; limit *= FIRST_LIMIT)
    if (suffices(limit, layers, stageCount, costOf)) return limit * (1 + TIE);
  return all;
}

/** Half of the mean above it: stages of a few layers. */
const FIRST_LIMIT = 1.5;

/** Whether stages filled from the front, none above `limit` and none empty, take all layers. */
function suffices(limit: number, layers: number, stageCount: number, costOf: CostOf): boolean {
  let from = 0;
  for (let stage = 0; stage < stageCount - 1; stage += 1) {
    if (costOf(stage, from, from + 1) > limit) return false;
    let to = from + 1;
    while (to < layers - (stageCount - 1 - stage) && costOf(stage, from, to + 1) <= limit) to += 1;
    from = to;
  }
  return costOf(stageCount - 1, from, layers) <= limit;
}

/**
 * Numbers of layers with the least sum of squared costs, no stage above `limit`; dynamic programme from the
 * last stage.
 */
function leastSquares(layers: number, stageCount: number, costOf: CostOf, limit: number): readonly number[] {
  // best[from]: least sum of the stages after the one in hand, when they start at layer `from`.
  let best = new Float64Array(layers + 1).fill(Infinity);
  best[layers] = 0;
  const choice: Int32Array[] = [];
  for (let stage = stageCount - 1; stage >= 0; stage -= 1) {
    const next = new Float64Array(layers + 1).fill(Infinity);
    const chosen = new Int32Array(layers + 1);
    for (let from = stage; from < layers; from += 1) {
      for (let to = from + 1; to <= layers; to += 1) {
        const cost = costOf(stage, from, to);
        if (cost > limit) break;
        const sum = cost * cost + best[to];
        // The larger stage wins a tie, so earlier stages fill first.
        if (sum < Infinity && sum <= next[from] * (1 + TIE)) {
          next[from] = sum;
          chosen[from] = to;
        }
      }
    }
    choice[stage] = chosen;
    best = next;
  }
  const counts: number[] = [];
  let from = 0;
  for (let stage = 0; stage < stageCount; stage += 1) {
    const to = choice[stage][from];
    invariant(to > from, 'a limit that suffices has a partition', { stage, from });
    counts.push(to - from);
    from = to;
  }
  return counts;
}
