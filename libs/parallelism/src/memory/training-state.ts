/** What a GPU stores for the whole step: weights, gradients, optimizer state. */
import {
  layerKinds,
  layerParameters,
  mtpLayerKind,
  mtpOwnParameters,
  sharedParametersOfRank,
  vocabularyRows,
} from '../model/index.js';
import {
  type StageLayers,
  type WorkloadSpec,
  expertRanks,
  expertReplicas,
  shardingOf,
  weightReplicas,
} from '../plan/index.js';
import { stateRecipe } from './state-recipe.js';

/**
 * Parameters that one GPU holds of some stages: sharded over its expert-data group, or over its dense data
 * group.
 */
export interface RankParameters {
  readonly dense: number;
  readonly routed: number;
  /** Of `dense` those of embedding and head, where the optimizer keeps more of them. */
  readonly tables?: number;
}

export interface StateBytes {
  readonly parameters: number;
  readonly gradients: number;
  readonly optimizer: number;
  /** Of the optimizer, in the host's memory. */
  readonly host: number;
}

/**
 * Weights of `stages` on one GPU. Matrices are split over tensor ranks, routed experts over expert ranks;
 * norms, the gate and MLA's down-projections are whole on each. An MTP module shares embedding and head with
 * the main model where they are on the same rank (V3 report, section 2.2), else it brings its own copy of the
 * embedding.
 */
export function rankParameters(workload: WorkloadSpec, stages: readonly StageLayers[]): RankParameters {
  const { model } = workload;
  const { tensor } = workload.parallelism;
  let dense = 0;
  let routed = 0;
  for (const stage of stages) {
    for (const kind of layerKinds(model)) {
      const layers = stage.kinds[kind.index] ?? 0;
      dense += layers * sharedParametersOfRank(model, kind, tensor);
      routed += layers * layerParameters(model, kind).routed;
    }
    const inModule = mtpLayerKind(model);
    dense +=
      stage.mtpModules * (sharedParametersOfRank(model, inModule, tensor) + mtpOwnParameters(model) / tensor);
    routed += stage.mtpModules * layerParameters(model, inModule).routed;
  }
  const table = (vocabularyRows(model) * model.hidden) / tensor;
  const embeds = stages.some((stage) => stage.embedding || stage.mtpModules > 0);
  const head = stages.some((stage) => stage.head);
  const tables =
    (embeds ? table + (model.learnedPositions ?? 0) * model.hidden : 0) +
    (head ? model.hidden + (model.tiedEmbedding && embeds ? 0 : table) : 0);
  return {
    dense: dense + tables,
    routed: routed / expertRanks(workload),
    ...(stateRecipe(workload).tableMoments === 0 ? {} : { tables }),
  };
}

/**
 * `copies` is 2 where a mirrored rank holds the same stages (DualPipe): weights and gradients are there
 * twice, and the optimizer shards each stage over both. Dense weights are sharded over the ranks that hold
 * them, routed experts over those with the same experts; of hybrid sharding each group holds a copy.
 */
export function stateBytes(workload: WorkloadSpec, held: RankParameters, copies: number): StateBytes {
  const recipe = stateRecipe(workload);
  const all = held.dense + held.routed;
  const sharding = shardingOf(workload);
  const shard = sharding.copies * shardParameters(workload, held, copies);
  // Weights that stay gathered are there besides their shard.
  const whole = sharding.weights ? 0 : all;
  const { tables = 0 } = held;
  const divided = (sharding.copies * tables) / (weightReplicas(workload) * copies);
  const optimizer =
    recipe.optimizer.value * (sharding.optimizer ? shard : all) +
    recipe.tableMoments * (sharding.optimizer ? divided : tables);
  return {
    parameters: recipe.weight.value * (whole + (workload.parallelism.zeroStage === 3 ? shard : 0)),
    gradients: recipe.gradient.value * (sharding.gradients ? shard : all),
    ...(workload.optimizer?.offload === true ? { optimizer: 0, host: optimizer } : { optimizer, host: 0 }),
  };
}

/** Parameters that are left to each GPU when those that hold the same divide them. */
export function shardParameters(workload: WorkloadSpec, held: RankParameters, copies: number): number {
  return held.dense / (weightReplicas(workload) * copies) + held.routed / (expertReplicas(workload) * copies);
}
