/**
 * Groups that hold the training state in shards, and the collectives of one unit of weights: its gather over
 * the group, the reduction of its gradients over the group and, where several groups hold a copy each
 * (hybrid sharding), the all-reduce of a shard over these.
 */
import { type Fabric, allGather, allReduce, reduceScatter } from '@railyard/cluster';
import { type ShardTimes, type StageShardTimes } from '../chunk/index.js';
import { type RankParameters, stageUnits, stateRecipe } from '../memory/index.js';
import {
  type RankPlacement,
  type StageLayers,
  type WorkloadSpec,
  sharesLayers,
  shardingOf,
} from '../plan/index.js';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { streamSeconds } from '../kernels/index.js';
import { withCopies } from './weight-groups.js';

/** Of the ranks that hold the same weights. */
export interface ShardGroups {
  /** Each holds all of the state in shards. */
  readonly shards: readonly number[][];
  /** Ranks with the same shard; of one GPU each where there is one group. */
  readonly copies: readonly number[][];
}

export interface StateGroups {
  readonly dense: ShardGroups;
  readonly routed: ShardGroups;
}

export function stateGroups(
  placement: RankPlacement,
  workload: WorkloadSpec,
  directions: number,
): StateGroups {
  const { copies } = shardingOf(workload);
  const split = (groups: readonly number[][]): ShardGroups => ({
    shards: groups.flatMap((group) => blocks(group, copies)),
    copies: groups.flatMap((group) => acrossBlocks(group, copies)),
  });
  return {
    dense: split(withCopies(placement.dataGroups, directions, workload)),
    routed: split(withCopies(placement.expertDataGroups, directions, workload)),
  };
}

function blocks(group: readonly number[], count: number): number[][] {
  const size = group.length / count;
  return Array.from({ length: count }, (_, i) => group.slice(i * size, (i + 1) * size));
}

function acrossBlocks(group: readonly number[], count: number): number[][] {
  const size = group.length / count;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: count }, (_member, block) => group[block * size + i]),
  );
}

/** Seconds to bring all of `bytes` to every GPU of its group of shards. */
export const gatherSeconds = (fabric: Fabric, { shards }: ShardGroups, bytes: number): number =>
  bytes === 0 ? 0 : allGather(fabric, { groups: shards, bytes }).seconds;

/** Seconds until every GPU has its shard of the sum over all groups. */
export function reduceSeconds(fabric: Fabric, { shards, copies }: ShardGroups, bytes: number): number {
  if (bytes === 0) return 0;
  const within = reduceScatter(fabric, { groups: shards, bytes }).seconds;
  if (copies[0].length === 1) return within;
  return within + allReduce(fabric, { groups: copies, bytes: bytes / shards[0].length }).seconds;
}

/** Collectives of a stage's units; undefined where layers are whole and reduced once a step. */
export function stageShardTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
): ((stage: StageLayers) => StageShardTimes) | undefined {
  const sharding = shardingOf(workload);
  if (!sharesLayers(sharding)) return undefined;
  const groups = stateGroups(placement, workload, 1);
  const known = new Map<string, ShardTimes>();
  const timesOf = (of: RankParameters): ShardTimes => {
    const key = `${of.dense}/${of.routed}`;
    const times = known.get(key) ?? unitTimes(fabric, workload, groups, of);
    known.set(key, times);
    return times;
  };
  const { overlap } = workload.parallelism;
  return (stage) => {
    const units = stageUnits(workload, stage);
    return {
      entry: timesOf(units.entry),
      layers: units.layers.map(timesOf),
      // Needed again at once, so it is kept.
      exit: { ...timesOf(units.exit), backwardGather: 0 },
      overlapsGather: overlap?.parameterGather !== false,
      overlapsReduction: overlap?.gradientReduction !== false,
    };
  };
}

function unitTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  groups: StateGroups,
  { dense, routed }: RankParameters,
): ShardTimes {
  const { gathers, gradients } = shardingOf(workload);
  const recipe = stateRecipe(workload);
  const gather =
    gathers === 0
      ? 0
      : gatherSeconds(fabric, groups.dense, dense * recipe.gathered) +
        gatherSeconds(fabric, groups.routed, routed * recipe.gathered);
  const reduced = recipe.reduced.value;
  const castBytes = (dense + routed) * recipe.cast;
  return {
    forwardGather: gather,
    backwardGather: gathers === 2 ? gather : 0,
    reduce: gradients
      ? reduceSeconds(fabric, groups.dense, dense * reduced) +
        reduceSeconds(fabric, groups.routed, routed * reduced)
      : 0,
    cast:
      gathers === 0 || castBytes === 0
        ? 0
        : LAUNCH_GAP_SECONDS + streamSeconds(fabric.spec.device, { bytes: castBytes, kernel: 'adam' }),
  };
}
