/** Peak memory of every pipeline rank, and whether it fits the device. */
import { GIGA, type ProvenancedInput, asInput } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { type LayerKind, type LayerShape, layerKinds, mtpLayerKind } from '../model/index.js';
import { type StageLayers, type WorkloadSpec, layerShape } from '../plan/index.js';
import { type Schedule } from '../schedule/index.js';
import { stageActivationBytes } from './activations.js';
import {
  FRAGMENTATION,
  NVLINK_RECEIVE_TOKENS,
  RDMA_RECEIVE_TOKENS,
  RUNTIME_RESERVE_GB,
  contextBufferBytes,
  expertBufferBytes,
  pipelineBufferBytes,
  workspaceBytes,
} from './buffers.js';
import { peakActivationBytes, stagesOfRank } from './in-flight.js';
import { gatheredBytes } from './shard-units.js';
import { stateRecipe } from './state-recipe.js';
import { rankParameters, stateBytes } from './training-state.js';

export interface RankMemory {
  readonly rank: number;
  /** Model stages whose weights the rank holds. */
  readonly stages: readonly number[];
  /**
   * Micro-batches whose activations it holds at the peak, counted once for each chunk of the model that it
   * runs.
   */
  readonly inFlight: number;
  readonly parametersGB: number;
  readonly gradientsGB: number;
  readonly optimizerGB: number;
  readonly activationsGB: number;
  /** Expert and pipeline buffers, and what a running layer needs. */
  readonly buffersGB: number;
  /** Runtime and allocator losses. */
  readonly reserveGB: number;
  readonly totalGB: number;
}

export interface MemoryEstimate {
  readonly ranks: readonly RankMemory[];
  /** Total of the fullest rank. */
  readonly peakGB: number;
  readonly deviceGB: number;
  readonly fits: boolean;
  readonly inputs: readonly ProvenancedInput[];
}

/**
 * The pipeline of the workload: `schedule` over `stages` (plan/stages.ts), one entry for each model stage.
 */
export interface PipelinePlan {
  readonly schedule: Schedule;
  readonly stages: readonly StageLayers[];
}

/**
 * Balanced routing; `expertLoad` scales what the fullest GPU's experts receive.
 * @param cluster,workload as `checkPlan` passed them
 */
export function estimateMemory(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  plan: PipelinePlan,
  expertLoad = 1,
): MemoryEstimate {
  const { model, parallelism } = workload;
  const { schedule, stages } = plan;
  const balanced = layerShape(workload);
  const shape: LayerShape = {
    ...balanced,
    expertRows: balanced.expertRows * expertLoad,
    receivedTokens: balanced.receivedTokens * expertLoad,
  };
  const inFlight = peakActivationBytes(
    schedule,
    stages.map((stage) => stageActivationBytes(model, stage, shape)),
  );
  const buffers =
    expertBufferBytes(cluster, workload) + pipelineBufferBytes(model, shape, parallelism.pipeline);
  const ranks = Array.from({ length: schedule.ranks }, (_, rank): RankMemory => {
    const held = stagesOfRank(schedule, rank);
    const mine = held.map((stage) => stages[stage]);
    const state = stateBytes(workload, rankParameters(workload, mine), schedule.directions);
    const activations = inFlight.bytes[rank];
    const kinds = kindsOf(workload, mine);
    const workspace =
      workspaceBytes(
        model,
        kinds,
        mine.some((stage) => stage.head),
        shape,
      ) +
      contextBufferBytes(kinds, shape) +
      gatheredBytes(workload, mine);
    const reserve = RUNTIME_RESERVE_GB.value * GIGA + FRAGMENTATION.value * activations;
    const total =
      state.parameters + state.gradients + state.optimizer + activations + buffers + workspace + reserve;
    return {
      rank,
      stages: held,
      inFlight: inFlight.microBatches[rank],
      parametersGB: state.parameters / GIGA,
      gradientsGB: state.gradients / GIGA,
      optimizerGB: state.optimizer / GIGA,
      activationsGB: activations / GIGA,
      buffersGB: (buffers + workspace) / GIGA,
      reserveGB: reserve / GIGA,
      totalGB: total / GIGA,
    };
  });
  const peakGB = Math.max(...ranks.map((rank) => rank.totalGB));
  const deviceGB = cluster.device.memoryGB;
  return { ranks, peakGB, deviceGB, fits: peakGB <= deviceGB, inputs: memoryInputs(workload) };
}

function kindsOf(workload: WorkloadSpec, stages: readonly StageLayers[]): readonly LayerKind[] {
  const kinds = new Set<LayerKind>();
  for (const stage of stages) {
    for (const kind of layerKinds(workload.model)) if ((stage.kinds[kind.index] ?? 0) > 0) kinds.add(kind);
    if (stage.mtpModules > 0) kinds.add(mtpLayerKind(workload.model));
  }
  return [...kinds];
}

function memoryInputs(workload: WorkloadSpec): readonly ProvenancedInput[] {
  const recipe = stateRecipe(workload);
  const state = [
    asInput('memory.weightBytes', recipe.weight),
    asInput('memory.gradientBytes', recipe.gradient),
    asInput('memory.optimizerBytes', recipe.optimizer),
    asInput('memory.runtimeReserve', RUNTIME_RESERVE_GB),
    asInput('memory.fragmentation', FRAGMENTATION),
  ];
  if (workload.model.moe === undefined) return state;
  return [
    ...state,
    asInput('memory.nvlinkReceiveTokens', NVLINK_RECEIVE_TOKENS),
    asInput('memory.rdmaReceiveTokens', RDMA_RECEIVE_TOKENS),
  ];
}
