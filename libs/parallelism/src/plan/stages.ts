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
  const filling = new StageFilling(upTo, stageCount, costs.embedding, tail);
  return filling.leastSquares(filling.leastMaximum() * (1 + TIE));
}

/** Layers in a row, cut into stages of at least one. */
class StageFilling {
  private readonly layers: number;
  /** [stages + 1] latest first layer of each stage under the last limit, where earlier ones are full. */
  private readonly latest: Int32Array;

  /**
   * @param upTo [layers + 1] cost of the layers before each
   * @param front,tail what the first and the last stage cost besides
   */
  constructor(
    private readonly upTo: Float64Array,
    private readonly stageCount: number,
    private readonly front: number,
    private readonly tail: number,
  ) {
    this.layers = upTo.length - 1;
    this.latest = new Int32Array(stageCount + 1);
  }

  private costOf(stage: number, from: number, to: number): number {
    const layers = this.upTo[to] - this.upTo[from] + (stage === 0 ? this.front : 0);
    return layers + (stage === this.stageCount - 1 ? this.tail : 0);
  }

  /**
   * Least possible cost of the slowest stage. It is that of some filling: what a limit lets through says a
   * lower one, until less lets nothing through.
   */
  leastMaximum(): number {
    const { upTo, layers, stageCount, front, tail } = this;
    let low = (upTo[layers] + front + tail) / stageCount;
    let most = this.slowestUnder(Infinity);
    for (;;) {
      const below = this.slowestUnder(most * (1 - 2 * TIE));
      if (below >= most) return most;
      most = below;
      const middle = (low + most) / 2;
      const found = this.slowestUnder(middle);
      if (found === Infinity) low = middle;
      else most = found;
    }
  }

  /**
   * Cost of the slowest stage when they are filled from the front, none above `limit` and none empty;
   * Infinity where they do not take all layers.
   */
  private slowestUnder(limit: number): number {
    const { layers, stageCount, latest } = this;
    let from = 0;
    let slowest = 0;
    latest[0] = 0;
    for (let stage = 0; stage < stageCount - 1; stage += 1) {
      let cost = this.costOf(stage, from, from + 1);
      if (cost > limit) return Infinity;
      let to = from + 1;
      for (const end = layers - (stageCount - 1 - stage); to < end; to += 1) {
        const more = this.costOf(stage, from, to + 1);
        if (more > limit) break;
        cost = more;
      }
      slowest = Math.max(slowest, cost);
      from = to;
      latest[stage + 1] = from;
    }
    const last = this.costOf(stageCount - 1, from, layers);
    return last > limit ? Infinity : Math.max(slowest, last);
  }

  /**
   * Numbers of layers with the least sum of squared costs, no stage above `limit`; dynamic programme from the
   * last stage, over the first layers that fillings under the limit can have.
   */
  leastSquares(limit: number): readonly number[] {
    const { layers, stageCount, latest } = this;
    this.slowestUnder(limit);
    // best[from]: least sum of the stages after the one in hand, when they start at layer `from`.
    let best = new Float64Array(layers + 1).fill(Infinity);
    let next = new Float64Array(layers + 1);
    best[layers] = 0;
    const choice = new Int32Array(stageCount * (layers + 1));
    for (let stage = stageCount - 1; stage >= 0; stage -= 1) {
      next.fill(Infinity);
      for (let from = stage; from <= latest[stage]; from += 1) {
        for (let to = from + 1; to <= layers; to += 1) {
          const cost = this.costOf(stage, from, to);
          if (cost > limit) break;
          const sum = cost * cost + best[to];
          // The larger stage wins a tie, so earlier stages fill first.
          if (sum < Infinity && sum <= next[from] * (1 + TIE)) {
            next[from] = sum;
            choice[stage * (layers + 1) + from] = to;
          }
        }
      }
      [best, next] = [next, best];
    }
    const counts: number[] = [];
    let from = 0;
    for (let stage = 0; stage < stageCount; stage += 1) {
      const to = choice[stage * (layers + 1) + from];
      invariant(to > from, 'a limit that suffices has a partition', { stage, from });
      counts.push(to - from);
      from = to;
    }
    return counts;
  }
}
