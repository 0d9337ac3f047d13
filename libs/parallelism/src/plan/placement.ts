/**
 * Which GPU is which rank, and who talks to whom. A rank is (pipeline p, data replica d, context c, tensor
 * t); GPU g is the g-th of the cluster, node floor(g / gpusPerNode), rail g mod gpusPerNode. The ranks of one
 * stage are numbered s = (d x context + c) x tensor + t, those of the job p x (ranks of a stage) + s.
 */
import { RandomStream, assertUnreachable, elementAt, invariant } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { contextRanks, expertRanks, weightReplicas } from './layer-shape-of.js';
import { type Placement, RANK_ORDERS, type WorkloadSpec } from './workload-spec.js';

/** Disjoint groups of equal size; together they hold every GPU of the job once. */
export interface RankGroups {
  readonly count: number;
  readonly size: number;
  /** [count x size] GPUs; member i of group g is `members[g * size + i]`. */
  readonly members: Int32Array;
}

export interface RankPlacement {
  readonly pipeline: number;
  readonly data: number;
  readonly context: number;
  readonly tensor: number;
  /** [pipeline x data x context x tensor] GPU of rank (p, d, c, t), t fastest. */
  readonly gpuOf: Int32Array;
  /** [GPUs of the cluster] its inverse: the rank's number; -1 where there is none. */
  readonly rankOf: Int32Array;
  /** Ranks that split matrices: one (p, d, c) each. */
  readonly tensorGroups: RankGroups;
  /** Ranks that share a sequence: one (p, d, t) each. */
  readonly contextGroups: RankGroups;
  /**
   * Ranks that exchange tokens: EP of a block of consecutive ranks of one stage that hold all its routed
   * experts, one of each group of ranks that split an expert.
   */
  readonly expertGroups: RankGroups;
  /** Ranks that split the same experts' matrices. */
  readonly expertTensorGroups: RankGroups;
  /** Ranks with the same experts: the same place in every block of a stage. */
  readonly expertDataGroups: RankGroups;
  /** Ranks with the same dense weights: one (p, t) each, replicas of a sequence's ranks included. */
  readonly dataGroups: RankGroups;
  /**
   * Ranks that hand activations on: one (d, c, t) each, members in order of stage; neighbours are the
   * pipeline's pairs.
   */
  readonly pipelines: RankGroups;
}

/**
 * Lays the ranks on the cluster's GPUs. `seed` matters only to random placement. The layout must have passed
 * `checkPlan`.
 * @param nodes of the cluster that the job has, in the order in which ranks fill them; default: all
 */
export function placeRanks(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  seed = 0,
  nodes?: readonly number[],
): RankPlacement {
  const { pipeline, data, tensor, expert, expertTensor = 1 } = workload.parallelism;
  const block = expertRanks(workload);
  const context = contextRanks(workload);
  const replicas = weightReplicas(workload);
  const perStage = replicas * tensor;
  const gpus = pipeline * perStage;
  const { gpusPerNode } = cluster;
  const count = nodes?.length ?? cluster.nodes;
  invariant(gpus === count * gpusPerNode, 'the layout must use every GPU', { gpus, nodes: count });
  invariant(perStage % block === 0, 'expert groups must fill a stage', { perStage, block });
  const gpuOf = onNodes(gpusOfRanks(gpusPerNode, workload, seed), gpusPerNode, nodes);
  const rankOf = new Int32Array(cluster.nodes * gpusPerNode).fill(-1);
  for (let rank = 0; rank < gpus; rank += 1) rankOf[gpuOf[rank]] = rank;
  const groups = (
    groupCount: number,
    size: number,
    rankAt: (group: number, member: number) => number,
  ): RankGroups => groupsOf(gpuOf, groupCount, size, rankAt);
  return {
    pipeline,
    data,
    context,
    tensor,
    gpuOf,
    rankOf,
    tensorGroups: groups(pipeline * replicas, tensor, (group, t) => group * tensor + t),
    contextGroups: groups(
      pipeline * data * tensor,
      context,
      (group, c) => (Math.floor(group / tensor) * context + c) * tensor + (group % tensor),
    ),
    expertGroups: groups(
      gpus / expert,
      expert,
      (group, e) => Math.floor(group / expertTensor) * block + e * expertTensor + (group % expertTensor),
    ),
    expertTensorGroups: groups(gpus / expertTensor, expertTensor, (group, t) => group * expertTensor + t),
    expertDataGroups: groups(
      pipeline * block,
      perStage / block,
      (group, i) => Math.floor(group / block) * perStage + i * block + (group % block),
    ),
    dataGroups: groups(
      pipeline * tensor,
      replicas,
      (group, r) => (Math.floor(group / tensor) * replicas + r) * tensor + (group % tensor),
    ),
    pipelines: groups(perStage, pipeline, (group, p) => p * perStage + group),
  };
}

function groupsOf(
  gpuOf: Int32Array,
  count: number,
  size: number,
  rankAt: (group: number, member: number) => number,
): RankGroups {
  const members = new Int32Array(count * size);
  for (let group = 0; group < count; group += 1) {
    for (let member = 0; member < size; member += 1)
      members[group * size + member] = gpuOf[rankAt(group, member)];
  }
  return { count, size, members };
}

/** Places of a job by itself as GPUs of the cluster. */
const onNodes = (places: Int32Array, perNode: number, nodes?: readonly number[]): Int32Array =>
  nodes === undefined
    ? places
    : places.map((place) => elementAt(nodes, Math.floor(place / perNode)) * perNode + (place % perNode));

/**
 * [ranks] the GPU of each. Tensor groups are whole: group u takes the place that `rankOrder` gives it, and of
 * the cluster's the slot that `placement` gives that place.
 */
function gpusOfRanks(perNode: number, workload: WorkloadSpec, seed: number): Int32Array {
  const { pipeline, data, tensor, placement, rankOrder = RANK_ORDERS[0] } = workload.parallelism;
  const sizes = { cp: contextRanks(workload), dp: data, pp: pipeline };
  const units = sizes.cp * sizes.dp * sizes.pp;
  const slots = tensorGroupSlots(placement, units, tensorGroupsPerNode(perNode, tensor), seed);
  const strides = { cp: 1, dp: 1, pp: 1 };
  let stride = 1;
  for (const axis of rankOrder.split('-')) {
    if (axis !== 'cp' && axis !== 'dp' && axis !== 'pp') continue;
    strides[axis] = stride;
    stride *= sizes[axis];
  }
  const gpuOf = new Int32Array(units * tensor);
  for (let unit = 0; unit < units; unit += 1) {
    const c = unit % sizes.cp;
    const d = Math.floor(unit / sizes.cp) % sizes.dp;
    const p = Math.floor(unit / (sizes.cp * sizes.dp));
    const slot = slots[c * strides.cp + d * strides.dp + p * strides.pp];
    for (let t = 0; t < tensor; t += 1) gpuOf[unit * tensor + t] = slot * tensor + t;
  }
  return gpuOf;
}

/**
 * Tensor groups that a node has places for; a group that is larger than a node, or does not divide it, has
 * its own.
 */
const tensorGroupsPerNode = (perNode: number, tensor: number): number =>
  perNode % tensor === 0 ? perNode / tensor : 1;

/**
 * [tensor groups] slot of each place in the order of ranks, where a node has `perNode` slots.
 * packed: u, so that an expert group fills consecutive nodes and pipeline neighbours share a rail.
 * spread: round-robin over the nodes, so that an expert group spans as many nodes as there are. random: a
 * permutation.
 */
function tensorGroupSlots(placement: Placement, units: number, perNode: number, seed: number): Int32Array {
  const nodes = units / perNode;
  const slots = Int32Array.from({ length: units }, (_, unit) => unit);
  switch (placement) {
    case 'packed':
      return slots;
    case 'spread':
      return slots.map((unit) => (unit % nodes) * perNode + Math.floor(unit / nodes));
    case 'random': {
      const stream = new RandomStream(seed, 'plan/placement');
      for (let last = slots.length - 1; last > 0; last -= 1) {
        const other = stream.integer(last + 1);
        const swapped = slots[last];
        slots[last] = slots[other];
        slots[other] = swapped;
      }
      return slots;
    }
    default:
      return assertUnreachable(placement);
  }
}

/** GPUs of one group, a view. */
export function groupMembers(groups: RankGroups, group: number): Int32Array {
  return groups.members.subarray(group * groups.size, (group + 1) * groups.size);
}
