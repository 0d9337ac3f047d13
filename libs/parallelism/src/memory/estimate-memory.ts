/** Peak memory of every pipeline rank, and whether it fits the device. */
import { GIGA, type ProvenancedInput, asInput, elementAt } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { type LayerKind, type LayerShape, layerKinds, mtpLayerKind } from '../model/index.js';
import { type StageLayers, type WorkloadSpec, layerShape, sharesLayers, shardingOf } from '../plan/index.js';
import { type Schedule } from '../schedule/index.js';
import { headActivations, stageActivationBytes } from './activations.js';
import {
  NVLINK_RECEIVE_TOKENS,
  RDMA_RECEIVE_TOKENS,
  contextBufferBytes,
  expertBufferBytes,
  pipelineBufferBytes,
} from './buffers.js';
import { peakActivationBytes, stagesOfRank } from './in-flight.js';
import { type PeakBytes, allocatesGradients, fullest, momentsOfBackward } from './peak.js';
import { ALLOCATOR_SHARE, COMMUNICATORS_GB, CONTEXT_GB, reserveBytes } from './reserve.js';
import { offloadBufferBytes, offloadedByLayer } from './offloaded-activations.js';
import { gatheredBytes } from './shard-units.js';
import { stateRecipe } from './state-recipe.js';
import { type StateBytes, rankParameters, stateBytes } from './training-state.js';
import { layerWorkspace, lossWorkspace } from './workspace.js';

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
  /** All of the above: what a framework calls allocated at its peak. */
  readonly allocatedGB: number;
  /** Held by the caching allocator and used by no tensor. */
  readonly allocatorGB: number;
  /** Context of the device and communicators, outside of the allocator. */
  readonly contextGB: number;
  /** Allocator and context. */
  readonly reserveGB: number;
  readonly totalGB: number;
  /** In the host: optimizer state and activations at their most; absent where nothing is offloaded. */
  readonly hostGB?: number;
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
  const { model } = workload;
  const { schedule, stages } = plan;
  const balanced = layerShape(workload);
  const shape: LayerShape =
    expertLoad === 1
      ? balanced
      : {
          ...balanced,
          expertRows: balanced.expertRows * expertLoad,
          receivedTokens: balanced.receivedTokens * expertLoad,
        };
  const inFlight = peakActivationBytes(
    schedule,
    stages.map((stage) => stageActivationBytes(model, stage, shape, workload)),
  );
  const hostBytes = hostBytesInFlight(workload, plan, shape);
  const buffers = buffersOf(cluster, workload, shape);
  const alike = new Map<string, HeldMemory>();
  const isOrdered = ordersLayers(workload);
  const ranks = Array.from({ length: schedule.ranks }, (_, rank): RankMemory => {
    const places = stagesOfRank(schedule, rank);
    const mine = places.map((stage) => elementAt(stages, stage));
    const key = mine.map((stage) => contentOf(stage, isOrdered)).join();
    let same = alike.get(key);
    if (same === undefined) alike.set(key, (same = heldMemory(workload, mine, shape, schedule.directions)));
    const { state, around, workspaces } = same;
    const held = { gradients: state.gradients, workspaces };
    const peak = peakOf(workload, mine, held, shape, inFlight.bytes[rank] ?? 0);
    const working = buffers + peak.workspace + around;
    const allocated = state.parameters + state.optimizer + peak.gradients + peak.activations + working;
    const { allocator, context } = reserveBytes(workload, allocated);
    return {
      rank,
      stages: places,
      inFlight: inFlight.microBatches[rank] ?? 0,
      parametersGB: state.parameters / GIGA,
      gradientsGB: peak.gradients / GIGA,
      optimizerGB: state.optimizer / GIGA,
      activationsGB: peak.activations / GIGA,
      buffersGB: working / GIGA,
      allocatedGB: allocated / GIGA,
      allocatorGB: allocator / GIGA,
      contextGB: context / GIGA,
      reserveGB: (allocator + context) / GIGA,
      totalGB: (allocated + allocator + context) / GIGA,
      ...(hostBytes === undefined ? {} : { hostGB: (state.host + elementAt(hostBytes, rank)) / GIGA }),
    };
  });
  const peakGB = Math.max(...ranks.map((rank) => rank.totalGB));
  const deviceGB = cluster.device.memoryGB;
  return { ranks, peakGB, deviceGB, fits: peakGB <= deviceGB, inputs: memoryInputs(workload) };
}

/**
 * Bytes that a rank needs beyond its training state, gathered weights and what its micro-batches in flight
 * keep: buffers, and what runs at its fullest moment. Undefined where the backward of one micro-batch is
 * followed layer by layer: then these are no sum.
 * @param shape of the workload's layers
 */
export function workingBytes(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  stages: readonly StageLayers[],
  shape: LayerShape,
): number | undefined {
  if (allocatesGradients(workload, stateRecipe(workload))) return undefined;
  const kinds = kindsOf(workload, stages);
  const workspaces = kinds.map((kind) => layerWorkspace(workload.model, kind, shape, workload));
  const { activations, workspace } = peakOf(workload, stages, { gradients: 0, workspaces }, shape, 0);
  const buffers = buffersOf(cluster, workload, shape) + contextBufferBytes(kinds, shape);
  return buffers + offloadBufferBytes(workload, stages, shape) + activations + workspace;
}

const buffersOf = (cluster: ClusterSpec, workload: WorkloadSpec, shape: LayerShape): number =>
  expertBufferBytes(cluster, workload) +
  pipelineBufferBytes(workload.model, shape, workload.parallelism.pipeline);

/** Memory follows from the order of a stage's layers: they are gathered or offloaded one by one. */
export const ordersLayers = (workload: WorkloadSpec): boolean =>
  sharesLayers(shardingOf(workload)) || workload.activationOffload !== undefined;

/** [ranks] offloaded activations of all micro-batches in flight at their most; undefined: there are none. */
function hostBytesInFlight(
  workload: WorkloadSpec,
  { schedule, stages }: PipelinePlan,
  shape: LayerShape,
): ArrayLike<number> | undefined {
  if (workload.activationOffload === undefined && workload.optimizer?.offload !== true) return undefined;
  const bytes = stages.map((stage) =>
    offloadedByLayer(workload, stage, shape).reduce((sum, layer) => sum + layer, 0),
  );
  return peakActivationBytes(schedule, bytes).bytes;
}

/** What ranks with the same layers have in common. */
interface HeldMemory {
  readonly state: StateBytes;
  /** Buffers of shared sequences, and what is gathered of sharded weights. */
  readonly around: number;
  /** Inside each kind of layer that is held. */
  readonly workspaces: readonly number[];
}

/** Which layers a stage holds, and in which order where they are gathered one by one. */
const contentOf = (
  { firstLayer, kinds, embedding, head, mtpModules }: StageLayers,
  isOrdered: boolean,
): string => `${isOrdered ? firstLayer : ''} ${kinds.join(' ')} ${embedding} ${head} ${mtpModules}`;

function heldMemory(
  workload: WorkloadSpec,
  stages: readonly StageLayers[],
  shape: LayerShape,
  copies: number,
): HeldMemory {
  const kinds = kindsOf(workload, stages);
  return {
    state: stateBytes(workload, rankParameters(workload, stages), copies),
    around:
      contextBufferBytes(kinds, shape) +
      gatheredBytes(workload, stages) +
      offloadBufferBytes(workload, stages, shape),
    workspaces: kinds.map((kind) => layerWorkspace(workload.model, kind, shape, workload)),
  };
}

/** @param activations kept by all micro-batches in flight at the rank's peak */
function peakOf(
  workload: WorkloadSpec,
  stages: readonly StageLayers[],
  { gradients, workspaces }: { readonly gradients: number; readonly workspaces: readonly number[] },
  shape: LayerShape,
  activations: number,
): PeakBytes {
  const { model } = workload;
  const recipe = stateRecipe(workload);
  const [only] = stages;
  if (only !== undefined && allocatesGradients(workload, recipe))
    return fullest(momentsOfBackward(workload, only, shape, recipe.gradient.value));
  const passes = stages.some(({ head }) => head) ? 1 : 0;
  const inLayers = workspaces.map((workspace) => ({
    gradients,
    activations: activations - passes * headActivations(model, shape),
    workspace,
  }));
  const atLoss = { gradients, activations, workspace: passes * lossWorkspace(model, shape) };
  return fullest([atLoss, ...inLayers]);
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
    asInput('memory.context', CONTEXT_GB),
    asInput('memory.communicators', COMMUNICATORS_GB),
    asInput('memory.allocatorShare', ALLOCATOR_SHARE),
  ];
  if (workload.model.moe === undefined) return state;
  return [
    ...state,
    asInput('memory.nvlinkReceiveTokens', NVLINK_RECEIVE_TOKENS),
    asInput('memory.rdmaReceiveTokens', RDMA_RECEIVE_TOKENS),
  ];
}
