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
  hiddenOnce,
  sharesLayers,
  shardingOf,
} from '../plan/index.js';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { streamSeconds } from '../kernels/index.js';
import { resolveSoftware } from '../software/index.js';
import { unitCopies } from './unit-copies.js';
import { withCopies } from './weight-groups.js';

/** Of the ranks that hold the same weights. */
export interface ShardGroups {
  /** Each holds all of the state in shards. */
  readonly shards: readonly number[][];
  /** Ranks with the same shard; absent where there is one group, so that each has its own. */
  readonly copies?: readonly number[][];
}

export interface StateGroups {
  readonly dense: ShardGroups;
  readonly routed: ShardGroups;
}

const known = new WeakMap<RankPlacement, Map<string, StateGroups>>();

/** Kept with the placement: the optimizer, its traffic and every change of the job ask for them. */
export function stateGroups(
  placement: RankPlacement,
  workload: WorkloadSpec,
  directions: number,
): StateGroups {
  const { copies } = shardingOf(workload);
  let ofPlacement = known.get(placement);
  if (ofPlacement === undefined) known.set(placement, (ofPlacement = new Map()));
  const key = `${copies}/${directions}`;
  let groups = ofPlacement.get(key);
  if (groups === undefined) {
    groups = {
      dense: split(withCopies(placement.dataGroups, directions, workload), copies),
      routed: split(withCopies(placement.expertDataGroups, directions, workload), copies),
    };
    ofPlacement.set(key, groups);
  }
  return groups;
}

const split = (groups: readonly number[][], copies: number): ShardGroups =>
  copies === 1
    ? { shards: groups }
    : {
        shards: groups.flatMap((group) => blocks(group, copies)),
        copies: groups.flatMap((group) => acrossBlocks(group, copies)),
      };

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

/** Seconds until every GPU has its shard of the sum over all groups; all of it where nothing is sharded. */
export function reduceSeconds(
  fabric: Fabric,
  { shards, copies }: ShardGroups,
  bytes: number,
  isSharded: boolean,
): number {
  if (bytes === 0) return 0;
  if (!isSharded) return allReduce(fabric, { groups: shards, bytes }).seconds;
  const within = reduceScatter(fabric, { groups: shards, bytes }).seconds;
  if (copies === undefined) return within;
  return within + allReduce(fabric, { groups: copies, bytes: bytes / shards[0].length }).seconds;
}

const ranksOf = ({ shards }: ShardGroups): number => shards[0].length;

type StageShardsOf = (stage: StageLayers) => StageShardTimes;

/**
 * Collectives of a stage's units: in every micro-batch where layers are in shards; of a step's first forward
 * and last backward where these overlap. Nothing else is gathered or reduced before the optimizer.
 */
export function stageShardTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
): { readonly shards?: StageShardsOf; readonly once?: StageShardsOf } {
  const sharding = shardingOf(workload);
  const { overlap, prefetch } = workload.parallelism;
  const hides = hiddenOnce(workload);
  const each = sharesLayers(sharding)
    ? {
        shards: unitsOf(fabric, workload, placement, {
          gathers: sharding.gathers,
          reduces: sharding.gradients,
          copies: resolveSoftware(workload.software)?.copiesUnits === true,
          overlapsGather: overlap?.parameterGather !== false,
          ...(prefetch === undefined ? {} : { prefetch }),
          overlapsReduction: overlap?.gradientReduction !== false,
        }),
      }
    : {};
  if (!hides.gather && !hides.reduction) return each;
  const once = unitsOf(fabric, workload, placement, {
    gathers: hides.gather ? 1 : 0,
    reduces: hides.reduction,
    copies: false,
    overlapsGather: hides.gather,
    overlapsReduction: hides.reduction,
  });
  return { ...each, once };
}

interface UnitCollectives {
  readonly gathers: 0 | 1 | 2;
  readonly reduces: boolean;
  readonly copies: boolean;
  readonly overlapsGather: boolean;
  readonly prefetch?: number;
  readonly overlapsReduction: boolean;
}

function unitsOf(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  collectives: UnitCollectives,
): StageShardsOf {
  const groups = stateGroups(placement, workload, 1);
  const known = new Map<string, ShardTimes>();
  const timesOf = (of: RankParameters): ShardTimes => {
    const key = `${of.dense}/${of.routed}`;
    const times = known.get(key) ?? unitTimes(fabric, workload, groups, of, collectives);
    known.set(key, times);
    return times;
  };
  const { overlapsGather, overlapsReduction, prefetch } = collectives;
  return (stage) => {
    const units = stageUnits(workload, stage);
    return {
      entry: timesOf(units.entry),
      layers: units.layers.map(timesOf),
      // Needed again at once, so it is kept.
      exit: { ...timesOf(units.exit), backwardGather: 0 },
      overlapsGather,
      overlapsReduction,
      ...(prefetch === undefined ? {} : { prefetch }),
    };
  };
}

function unitTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  groups: StateGroups,
  { dense, routed }: RankParameters,
  { gathers, reduces, copies }: UnitCollectives,
): ShardTimes {
  const { optimizer } = shardingOf(workload);
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
    reduce: reduces
      ? reduceSeconds(fabric, groups.dense, dense * reduced, optimizer) +
        reduceSeconds(fabric, groups.routed, routed * reduced, optimizer)
      : 0,
    cast:
      gathers === 0 || castBytes === 0
        ? 0
        : LAUNCH_GAP_SECONDS + streamSeconds(fabric.spec.device, { bytes: castBytes, kernel: 'adam' }),
    ...(copies
      ? unitCopies(
          fabric.spec.device,
          { whole: dense + routed, shard: dense / ranksOf(groups.dense) + routed / ranksOf(groups.routed) },
          {
            gathers,
            reduces,
            kept: recipe.master > 0 ? recipe.master : recipe.weight.value,
            gathered: recipe.gathered,
            reduced,
          },
        )
      : {}),
  };
}
