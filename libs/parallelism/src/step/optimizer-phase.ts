/**
 * What follows the last backward: gradients are reduced, the optimizer updates its shard, weights are
 * gathered (ZeRO-1). What ZeRO-2 and 3 reduce and gather layer by layer is not in it (chunk/sharded.ts).
 *
 * Nothing of it overlaps the pipeline: DualPipe's last ops on every rank are weight gradients of the stages
 * that every rank still accumulates into, so no gradient is final before the pipeline has drained. Dense
 * gradients are reduced over all data replicas, routed experts over the GPUs that hold the same experts;
 * where a schedule keeps each stage twice (DualPipe), over both copies. The two reductions are separate
 * collectives, one after the other, as is their gathering.
 */
import { type ProvenancedInput, asInput } from '@railyard/base';
import { type Fabric, allReduce } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { streamSeconds } from '../kernels/index.js';
import {
  type RankParameters,
  type StateRecipe,
  rankParameters,
  stagesOfRank,
  stateRecipe,
} from '../memory/index.js';
import {
  type RankPlacement,
  type Sharding,
  type StageLayers,
  type WorkloadSpec,
  hiddenOnce,
  shardingOf,
} from '../plan/index.js';
import { type Schedule } from '../schedule/index.js';
import { optimizerHostSeconds, optimizerTraffic, resolveSoftware } from '../software/index.js';
import { type MuonWork, matricesOfRank, muonWork, usesMuon } from './muon.js';
import { HOST_UPDATE_GBPS, offloadedUpdateSeconds } from './offloaded-update.js';
import {
  type ShardGroups,
  type StateGroups,
  gatherSeconds,
  reduceSeconds,
  stateGroups,
} from './shard-communication.js';

/** What a rank exchanges with those that hold the same weights; seconds. */
interface StateCollectives {
  readonly denseReduceS: number;
  readonly expertReduceS: number;
  /** Of one number, over the job. */
  readonly normReduceS: number;
  readonly denseGatherS: number;
  readonly expertGatherS: number;
}

/** By the parameters that a rank holds. */
type CollectivesByHeld = Map<string, StateCollectives>;

/** What one rank does after its last backward, in order; seconds. */
interface OptimizerWork extends Partial<MuonWork> {
  readonly denseReduceS: number;
  readonly expertReduceS: number;
  readonly normS: number;
  readonly updateS: number;
  readonly denseGatherS: number;
  readonly expertGatherS: number;
  /** Gathered weights become what kernels read: FP8 in the two orientations of a matrix product. */
  readonly castS: number;
  /** Accumulators are set to zero for the next step. */
  readonly clearS: number;
}

export interface OptimizerPhase extends OptimizerWork {
  /** The pipeline rank whose work takes longest; all figures are its own. */
  readonly rank: number;
  readonly seconds: number;
  /** Bytes that a GPU of this rank puts into the collectives. */
  readonly reducedBytesPerGpu: number;
  readonly gatheredBytesPerGpu: number;
  readonly inputs: readonly ProvenancedInput[];
  readonly collectives: CollectivesByHeld;
}

/**
 * The phase lasts as long as on the rank that has most to do: the next step starts together.
 * @param unreducedSeconds of reductions that overlap the last backwards: what is left of the latest at the
 * end of the pipeline
 * @param collectives of the same job on the same network, whatever its devices are
 */
export function optimizerPhase(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  schedule: Schedule,
  assignment: readonly StageLayers[],
  unreducedSeconds = 0,
  collectives: CollectivesByHeld = new Map(),
): OptimizerPhase {
  const groups = stateGroups(placement, workload, schedule.directions);
  const held = parametersByRank(workload, schedule, assignment);
  const works = new Map<string, OptimizerWork>();
  const workOf = (rank: number): OptimizerWork => {
    const of = held[rank];
    const key = `${of.dense}/${of.routed}`;
    let work = works.get(key);
    if (work === undefined) {
      const exchanged = collectives.get(key) ?? stateCollectives(fabric, workload, groups, of);
      collectives.set(key, exchanged);
      const own = stagesOfRank(schedule, rank).map((stage) => assignment[stage]);
      work = {
        ...optimizerWork(fabric, workload, groups, of, exchanged),
        ...(usesMuon(workload) ? muonWork(fabric, workload, groups, matricesOfRank(workload, own)) : {}),
      };
      works.set(key, work);
    }
    return work;
  };
  const seconds = held.map((_, of) =>
    Object.values(workOf(of)).reduce((sum: number, part: number) => sum + part, 0),
  );
  const rank = seconds.indexOf(Math.max(...seconds));
  const parameters = held[rank].dense + held[rank].routed;
  const recipe = stateRecipe(workload);
  const sharding = shardingOf(workload);
  const gathered = gathersAfterUpdate(sharding) ? recipe.gathered : 0;
  return {
    ...workOf(rank),
    ...(unreducedSeconds === 0 ? {} : { denseReduceS: unreducedSeconds }),
    rank,
    seconds: seconds[rank] + unreducedSeconds,
    reducedBytesPerGpu: sharding.gradients ? 0 : parameters * recipe.reduced.value,
    gatheredBytesPerGpu: parameters * gathered,
    inputs: [
      asInput('optimizer.reducedGradientBytes', recipe.reduced),
      ...(workload.optimizer?.offload === true ? [asInput('optimizer.hostUpdate', HOST_UPDATE_GBPS)] : []),
    ],
    collectives,
  };
}

/** Every group moves as many bytes at once. */
function stateCollectives(
  fabric: Fabric,
  workload: WorkloadSpec,
  groups: StateGroups,
  { dense, routed }: RankParameters,
): StateCollectives {
  const recipe = stateRecipe(workload);
  const sharding = shardingOf(workload);
  const hidden = hiddenOnce(workload);
  const reduce = (of: ShardGroups, parameters: number): number => {
    const bytes = parameters * recipe.reduced.value;
    if (bytes === 0 || sharding.gradients || hidden.reduction) return 0;
    return reduceSeconds(fabric, of, bytes, sharding.optimizer);
  };
  const gather = (of: ShardGroups, parameters: number): number =>
    gathersAfterUpdate(sharding) && !hidden.gather
      ? gatherSeconds(fabric, of, parameters * recipe.gathered)
      : 0;
  return {
    denseReduceS: reduce(groups.dense, dense),
    expertReduceS: reduce(groups.routed, routed),
    normReduceS: allReduce(fabric, { groups: groups.dense.shards, bytes: 8 }).seconds,
    denseGatherS: gather(groups.dense, dense),
    expertGatherS: gather(groups.routed, routed),
  };
}

/** The work of a rank whose GPUs hold these parameters. */
function optimizerWork(
  fabric: Fabric,
  workload: WorkloadSpec,
  groups: StateGroups,
  { dense, routed }: RankParameters,
  { normReduceS, ...exchanged }: StateCollectives,
): OptimizerWork {
  const recipe = stateRecipe(workload);
  const software = resolveSoftware(workload.software);
  const sharding = shardingOf(workload);
  const shard = sharding.optimizer
    ? dense / groups.dense.shards[0].length + routed / groups.routed.shards[0].length
    : dense + routed;
  const memory = (bytes: number): number =>
    LAUNCH_GAP_SECONDS + streamSeconds(fabric.spec.device, { bytes, kernel: updateKernel(recipe) });
  return {
    denseReduceS: exchanged.denseReduceS,
    expertReduceS: exchanged.expertReduceS,
    // The norm of all gradients: each GPU reads its shard, one number is reduced over the job.
    normS: memory(shard * recipe.reduced.value) + normReduceS,
    updateS:
      workload.optimizer?.offload === true
        ? offloadedUpdateSeconds(fabric.spec, recipe, shard)
        : Math.max(
            memory(shard * updateBytes(recipe) * optimizerTraffic(software)),
            optimizerHostSeconds(software, workload.model.layers / workload.parallelism.pipeline),
          ),
    denseGatherS: exchanged.denseGatherS,
    expertGatherS: exchanged.expertGatherS,
    castS: recipe.cast === 0 || sharding.gathers > 0 ? 0 : memory((dense + routed) * recipe.cast),
    // Gradients that a plain framework allocates are given back, not cleared.
    clearS:
      recipe.master === 0 ? 0 : memory((sharding.gradients ? shard : dense + routed) * recipe.gradient.value),
  };
}

/** Weights are whole in every pass, so the updated shards are gathered once. */
const gathersAfterUpdate = ({ optimizer, gathers }: Sharding): boolean => optimizer && gathers === 0;

/**
 * Gradient read; master weight and moments read and written; weight written. Without a master weight the
 * weight itself is read too.
 */
const updateBytes = (recipe: StateRecipe): number =>
  recipe.reduced.value + 2 * recipe.optimizer.value + (recipe.master === 0 ? 2 : 1) * recipe.weight.value;

/** The framework's kernel with 16-bit state is another than that with FP32 state. */
const updateKernel = (recipe: StateRecipe): 'adam' | 'adam-bf16' =>
  recipe.master === 0 && recipe.optimizer.value <= 4 && recipe.weight.value === 2 ? 'adam-bf16' : 'adam';

/** [ranks] parameters that a GPU of each pipeline rank holds. */
export function parametersByRank(
  workload: WorkloadSpec,
  schedule: Schedule,
  assignment: readonly StageLayers[],
): readonly RankParameters[] {
  return Array.from({ length: schedule.ranks }, (_, rank) =>
    rankParameters(
      workload,
      stagesOfRank(schedule, rank).map((stage) => assignment[stage]),
    ),
  );
}
