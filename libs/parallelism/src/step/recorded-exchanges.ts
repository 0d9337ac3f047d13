/**
 * What the ops of a step exchange and when, collective by collective: for traces. A tensor group gathers when
 * a section begins and scatters when it ends, as does the exchange of a sequence's ranks behind it: where in
 * a section its kernels are, the times of sections do not say.
 */
import { type ChunkObserver, type LayerPlace, RecordedChunk, RoutingView, at } from '../chunk/index.js';
import {
  type LayerKind,
  type ModelSpec,
  PRECISION_RECIPES,
  isRouted,
  layerKindAt,
  mtpLayerKind,
  splitBlocks,
  tensorGatherBytes,
} from '../model/index.js';
import { type RankGroups, type StageLayers, type WorkloadSpec, groupMembers } from '../plan/index.js';
import { OpKind } from '../schedule/index.js';
import { type ContextMessages, contextMessages } from './context-communication.js';
import { edgesOf } from './op-times.js';
import { layerCommunication } from './price-step.js';
import { type StepSimulation } from './simulate-step.js';

export const EXCHANGE_STREAMS = [
  'dispatch',
  'combine',
  'tensor',
  'context',
  'gradients',
  'parameters',
] as const;
type ExchangeStream = (typeof EXCHANGE_STREAMS)[number];

/** One collective of an op; seconds from the start of the op. */
export interface Exchange {
  readonly stream: ExchangeStream;
  readonly name: string;
  readonly startS: number;
  readonly durationS: number;
  /** Absent for weights and gradients of a unit in shards. */
  readonly place?: LayerPlace;
  /** What one GPU sends over NICs, and over NVLink. */
  readonly bytes?: number;
  readonly nvlinkBytes?: number;
}

/** A function of an op of the step; calls do not depend on each other. */
export function exchangesOf(step: StepSimulation, workload: WorkloadSpec): (op: number) => Exchange[] {
  const { schedule, plan, routing } = step;
  const found: Exchange[] = [];
  const chunk = new RecordedChunk(new RoutingView(routing), observerOf(step, workload, found));
  const edges = edgesOf(schedule);
  const side = (stage: number, microBatch: number) => ({ times: plan.stages[stage], stage, microBatch });
  return (op) => {
    found.length = 0;
    const forward = side(schedule.forwardStage[op], schedule.forwardMicroBatch[op]);
    const backward = side(schedule.backwardStage[op], schedule.backwardMicroBatch[op]);
    const isEdge = edges[op] === 1;
    switch (schedule.kind[op] as OpKind) {
      case OpKind.F: {
        const { once, shards } = forward.times;
        const gathered = isEdge && once?.overlapsGather === true ? once : shards;
        if (gathered === undefined) chunk.forward(forward);
        else chunk.shardedForward(forward, gathered);
        break;
      }
      case OpKind.B:
        chunk.backward(backward, false);
        break;
      case OpKind.BW: {
        const { once, shards } = backward.times;
        if (shards !== undefined) chunk.shardedBackward(backward, shards, false);
        else if (isEdge && once?.overlapsReduction === true) chunk.shardedBackward(backward, once, true);
        else chunk.backward(backward, true);
        break;
      }
      case OpKind.FB:
        chunk.pair(forward, backward);
        break;
      case OpKind.W:
        break;
    }
    return found.filter(({ durationS }) => durationS > 0);
  };
}

function observerOf(step: StepSimulation, workload: WorkloadSpec, found: Exchange[]): ChunkObserver {
  const { expert } = step;
  const inside = insideSections(step, workload, found);
  return {
    exchange: (of, place, startS, durationS) => {
      const { rdmaBytesPerGpu = 0, nvlinkBytesPerGpu = 0 } = expert?.[of] ?? {};
      found.push({
        stream: of,
        name: of,
        place,
        startS,
        durationS,
        bytes: rdmaBytesPerGpu,
        nvlinkBytes: nvlinkBytesPerGpu,
      });
    },
    gather: (startS, durationS) =>
      found.push({ stream: 'parameters', name: 'gather weights', startS, durationS }),
    reduce: (startS, durationS) =>
      found.push({ stream: 'gradients', name: 'reduce gradients', startS, durationS }),
    section: inside,
  };
}

/** Collectives of tensor and context groups inside the sections of layers. */
function insideSections(
  { plan, shape, expert, placement, fabric }: StepSimulation,
  workload: WorkloadSpec,
  found: Exchange[],
): ChunkObserver['section'] {
  const { model, parallelism, precision } = workload;
  const communication = layerCommunication(fabric, workload, placement, shape, expert);
  const { tensorSeconds, tensorTimes, expertTensor, context } = communication;
  if (tensorSeconds === 0 && expertTensor === undefined && context === undefined) return () => undefined;
  const { tensor } = parallelism;
  const { elementBytes } = PRECISION_RECIPES[precision];
  const bytes = (elementBytes * shape.tokens * model.hidden * (tensor - 1)) / tensor;
  const { gpusPerNode } = fabric.spec;
  const nearby = {
    tensor: isWithinNode(placement.tensorGroups, gpusPerNode),
    context: isWithinNode(placement.contextGroups, gpusPerNode),
  };
  return (of, place, startS, seconds) => {
    const kind = kindAt(model, plan.assignment[place.stage], place.layer);
    const endS = startS + seconds;
    const add = (stream: 'tensor' | 'context', name: string, from: number, durationS: number, sent: number) =>
      found.push({
        stream,
        name,
        place,
        startS: from,
        durationS: Math.min(durationS, endS - from),
        ...(nearby[stream] ? { nvlinkBytes: sent } : { bytes: sent }),
      });
    let behind = startS;
    const isSplit = of === 'attention' ? splitBlocks(kind).mixer : splitBlocks(kind).ffn;
    if (tensorSeconds > 0 && isSplit) {
      const isBackward = place.pass === 'backward';
      if (tensorTimes !== undefined) {
        const gather = isBackward ? tensorTimes.gradientGather : tensorTimes.gather;
        const each = tensorGatherBytes(shape, isBackward ? 'gradient' : 'input') / elementBytes;
        add('tensor', 'tensor gather', startS, gather, each * bytes);
        behind += gather;
      }
      const scatter = tensorTimes?.scatter ?? tensorSeconds;
      const isWhole = tensorTimes === undefined;
      add(
        'tensor',
        isWhole ? 'tensor all-reduce' : 'tensor scatter',
        Math.max(startS, endS - scatter),
        scatter,
        isWhole ? 2 * bytes : bytes,
      );
    }
    if (of === 'mlp' && expertTensor !== undefined && isRouted(kind))
      add('tensor', 'expert tensor exchange', behind, at(expertTensor, 1), bytes);
    const pass = place.pass === 'backward' ? 'backward' : 'forward';
    const exchanged = of === 'attention' ? context?.[kind.index] : undefined;
    if (exchanged === undefined) return;
    const sent = bytesOf(contextMessages(kind, shape), pass);
    add('context', 'context exchange', behind, exchanged[pass], sent);
  };
}

const kindAt = (model: ModelSpec, { firstLayer, layers }: StageLayers, layer: number): LayerKind =>
  layer < layers ? layerKindAt(model, firstLayer + layer) : mtpLayerKind(model);

const bytesOf = (messages: ContextMessages, pass: 'forward' | 'backward'): number =>
  messages[pass].reduce((sum, { bytes, times }) => sum + bytes * times, 0);

/** Groups are alike: the first stands for all. */
function isWithinNode(groups: RankGroups, gpusPerNode: number): boolean {
  const nodes = [...groupMembers(groups, 0)].map((gpu) => Math.floor(gpu / gpusPerNode));
  return nodes.every((node) => node === nodes[0]);
}
