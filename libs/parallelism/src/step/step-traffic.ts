/**
 * What one step sends, by class of traffic, on every link of the fabric: the collectives of every layer,
 * micro-batch and rank, added up.
 */
import { elementAt } from '@railyard/base';
import { LinkAccount, addExpertMessages, addRings } from '@railyard/cluster';
import { PRECISION_RECIPES, tensorGatherBytes, layerKinds, mtpLayerKind } from '../model/index.js';
import { type RankGroups, type WorkloadSpec, gathersAgain, groupMembers } from '../plan/index.js';
import { OpKind, rankOf } from '../schedule/index.js';
import { addContextMessages, contextMessages } from './context-communication.js';
import { addExpertTensorMessages, gatheredRowBytes } from './expert-tensor.js';
import { type RepeatedPasses, repeatedPasses, splitCount } from './repeated-passes.js';
import { type StepSimulation } from './simulate-step.js';
import { addStateMessages } from './state-traffic.js';

/**
 * expert: dispatch and combine, forward and backward. pipeline: activations and their gradients. data:
 * gradients reduced, weights gathered. tensor: what blocks gather and scatter. context: keys and values of a
 * sequence that ranks share.
 */
export const TRAFFIC_CLASSES = ['expert', 'pipeline', 'data', 'tensor', 'context'] as const;
export type TrafficClassName = (typeof TRAFFIC_CLASSES)[number];

const CLASS: Readonly<Record<TrafficClassName, number>> = {
  expert: 0,
  pipeline: 1,
  data: 2,
  tensor: 3,
  context: 4,
};

/**
 * Exact, with the mean load of the routing: what imbalance gives to one node it takes from another. The eight
 * bytes of the gradient norm are left out, and an all-reduce without ZeRO is counted as a ring.
 */
export function stepTraffic(step: StepSimulation, workload: WorkloadSpec): LinkAccount {
  const account = new LinkAccount(step.fabric, TRAFFIC_CLASSES.length);
  const sent = countPasses(step, workload);
  addExperts(account, step, sent.expertPasses);
  addBoundaries(account, step, sent.sends);
  account.trafficClass = CLASS.data;
  addStateMessages(account, step, workload, sent.backward);
  addTensorGroups(account, step, workload, sent);
  addContextGroups(account, step, workload, sent);
  addExpertTensorGroups(account, step, workload, sent);
  return account.settle();
}

interface Passes {
  /** [stages] what a backward repeats of the forward. */
  readonly repeated: readonly RepeatedPasses[];
  /** [ranks x stages] forward and backward passes of micro-batches of one replica. */
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /**
   * [ranks] both, times the layers with expert collectives of the stage, and the blocks that tensor ranks
   * split.
   */
  readonly expertPasses: Float64Array;
  readonly blockPasses: Float64Array;
  /** [ranks] bytes of an element that these blocks gather, added up. */
  readonly blockGathers: Float64Array;
  /** [ranks x ranks] micro-batches handed from rank to rank, either way. */
  readonly sends: Float64Array;
}

const NOTHING: RepeatedPasses = { routed: 0, blocks: 0, experts: 0, cores: [] };

function countPasses({ schedule, plan, shape }: StepSimulation, workload: WorkloadSpec): Passes {
  const { model } = workload;
  const { ranks, stages } = schedule;
  const kinds = layerKinds(model);
  const blocks = plan.assignment.map(
    (stage) =>
      kinds.reduce((sum, kind) => sum + (stage.kinds[kind.index] ?? 0) * splitCount(kind), 0) +
      stage.mtpModules * splitCount(mtpLayerKind(model)),
  );
  const routed = plan.stages.map(
    (stage) => stage.layers.filter((layer) => layer.collectives !== undefined).length,
  );
  const repeated = plan.assignment.map((stage, index) =>
    repeatedPasses(workload, shape, stage, elementAt(plan.stages, index)),
  );
  const passes = {
    repeated,
    forward: new Float64Array(ranks * stages),
    backward: new Float64Array(ranks * stages),
    expertPasses: new Float64Array(ranks),
    blockPasses: new Float64Array(ranks),
    blockGathers: new Float64Array(ranks),
    sends: new Float64Array(ranks * ranks),
  };
  const ofInput = tensorGatherBytes(shape, 'input');
  // The backward gathers a gradient, and the input again where its weight gradient hides that.
  const ofBackward = tensorGatherBytes(shape, 'gradient') + (gathersAgain(workload) ? ofInput : 0);
  const pass = (rank: number, stage: number, microBatch: number, next: number): void => {
    const isBackward = next < stage;
    const again = isBackward ? elementAt(repeated, stage) : NOTHING;
    passes[isBackward ? 'backward' : 'forward'][rank * stages + stage] += 1;
    passes.expertPasses[rank] += routed[stage] + again.routed;
    const split = elementAt(blocks, stage);
    passes.blockPasses[rank] += split + again.blocks;
    passes.blockGathers[rank] += split * (isBackward ? ofBackward : ofInput) + again.blocks * ofInput;
    if (next < 0 || next >= stages) return;
    const receiver = rankOf(schedule, next, microBatch);
    if (receiver !== rank) passes.sends[rank * ranks + receiver] += 1;
  };
  for (let rank = 0; rank < ranks; rank += 1) {
    for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
      const kind = schedule.kind[op];
      if (kind === OpKind.F || kind === OpKind.FB)
        pass(rank, schedule.forwardStage[op], schedule.forwardMicroBatch[op], schedule.forwardStage[op] + 1);
      if (kind !== OpKind.F && kind !== OpKind.W)
        pass(
          rank,
          schedule.backwardStage[op],
          schedule.backwardMicroBatch[op],
          schedule.backwardStage[op] - 1,
        );
    }
  }
  return passes;
}

/** Groups of pipeline rank `rank`: they come in order of rank. */
function groupsOfRank(groups: RankGroups, rank: number, ranks: number): number[][] {
  const each = groups.count / ranks;
  return Array.from({ length: each }, (_, i) => [...groupMembers(groups, rank * each + i)]);
}

function addExperts(
  account: LinkAccount,
  { expert, placement, schedule }: StepSimulation,
  passes: Float64Array,
): void {
  if (expert?.requests === undefined) return;
  account.trafficClass = CLASS.expert;
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    const groups = groupsOfRank(placement.expertGroups, rank, schedule.ranks);
    for (const request of expert.requests)
      addExpertMessages(account, { ...request, tokensPerGpu: request.tokensPerGpu * passes[rank] }, groups);
  }
}

function addBoundaries(
  account: LinkAccount,
  { boundary, placement, schedule }: StepSimulation,
  sends: Float64Array,
): void {
  account.trafficClass = CLASS.pipeline;
  const { pipelines } = placement;
  for (let from = 0; from < schedule.ranks; from += 1) {
    for (let to = 0; to < schedule.ranks; to += 1) {
      const bytes = sends[from * schedule.ranks + to] * boundary.bytes;
      for (let replica = 0; replica < pipelines.count && bytes > 0; replica += 1) {
        account.send(
          pipelines.members[replica * pipelines.size + from],
          pipelines.members[replica * pipelines.size + to],
          bytes,
        );
      }
    }
  }
}

/**
 * Blocks of a layer gather their input and scatter their output, forward and backward; without sequence
 * parallelism they all-reduce, counted as rings.
 */
function addTensorGroups(
  account: LinkAccount,
  { placement, schedule, shape }: StepSimulation,
  workload: WorkloadSpec,
  { blockPasses, blockGathers }: Passes,
): void {
  if (workload.parallelism.tensor === 1) return;
  account.trafficClass = CLASS.tensor;
  const { elementBytes } = PRECISION_RECIPES[workload.precision];
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    const groups = groupsOfRank(placement.tensorGroups, rank, schedule.ranks);
    const elements = shape.tokens * workload.model.hidden;
    const scattered = { groups, bytes: blockPasses[rank] * elementBytes * elements };
    if (shape.sequenceParallel === false) {
      addRings(account, 'all-reduce', scattered);
      continue;
    }
    addRings(account, 'all-gather', { groups, bytes: blockGathers[rank] * elements });
    addRings(account, 'reduce-scatter', scattered);
  }
}

/** Rows of split experts, in every pass of a micro-batch through a routed layer. */
function addExpertTensorGroups(
  account: LinkAccount,
  { placement, schedule, shape, plan }: StepSimulation,
  workload: WorkloadSpec,
  { forward, backward, repeated }: Passes,
): void {
  const bytes = gatheredRowBytes(workload, shape);
  if (bytes === 0) return;
  account.trafficClass = CLASS.expert;
  const { ranks, stages } = schedule;
  for (let rank = 0; rank < ranks; rank += 1) {
    const passes = plan.stages.reduce((sum, { layers }, stage) => {
      const routed = layers.filter((layer) => layer.routingLayer >= 0).length;
      const at = rank * stages + stage;
      return sum + routed * forward[at] + (routed + elementAt(repeated, stage).experts) * backward[at];
    }, 0);
    addExpertTensorMessages(account, groupsOfRank(placement.expertTensorGroups, rank, ranks), bytes, passes);
  }
}

/** Each layer's exchange of keys and values, in every pass of a micro-batch. */
function addContextGroups(
  account: LinkAccount,
  { placement, schedule, shape, plan }: StepSimulation,
  { model }: WorkloadSpec,
  passes: Passes,
): void {
  if (shape.context === undefined) return;
  account.trafficClass = CLASS.context;
  const { ranks, stages } = schedule;
  const messages = layerKinds(model).map((kind) => contextMessages(kind, shape));
  for (let rank = 0; rank < ranks; rank += 1) {
    const groups = groupsOfRank(placement.contextGroups, rank, ranks);
    plan.assignment.forEach((stage, index) => {
      const at = rank * stages + index;
      messages.forEach(({ forward, backward }, kind) => {
        const modules = kind === mtpLayerKind(model).index ? stage.mtpModules : 0;
        const layers = (stage.kinds[kind] ?? 0) + modules;
        const again = elementAt(passes.repeated, index).cores[kind] ?? 0;
        addContextMessages(
          account,
          groups,
          forward,
          layers * passes.forward[at] + again * passes.backward[at],
        );
        addContextMessages(account, groups, backward, layers * passes.backward[at]);
      });
    });
  }
}

/** Bytes that NICs send into the fabric and take from it, of one class: equal, for nothing is lost. */
export function networkBytes(
  account: LinkAccount,
  trafficClass: TrafficClassName,
): { readonly sent: number; readonly received: number } {
  const { nicUplink } = account.fabric.graph.tables;
  let sent = 0;
  let received = 0;
  for (const uplink of nicUplink) {
    sent += account.bytesOf(CLASS[trafficClass], uplink);
    received += account.bytesOf(CLASS[trafficClass], uplink ^ 1);
  }
  return { sent, received };
}
