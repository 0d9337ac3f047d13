/** The times of every pipeline stage: priced layers put together as the stage assignment says. */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { type LayerKind, type LayerShape, isRouted, layerKindAt, mtpLayerKind } from '../model/index.js';
import { type StageLayers, type WorkloadSpec, layersOfBlock } from '../plan/index.js';
import { stageAssignment } from './layer-costs.js';
import { addPhases } from './layer-times.js';
import {
  type LayerCommunication,
  type ModelEdges,
  type PricedLayer,
  type PricedModel,
  priceModel,
} from './price-model.js';
import { type LayerTimes, NO_TIME, type PhaseTimes, type StageTimes } from './section-times.js';

export interface StagePlan {
  readonly stages: readonly StageTimes[];
  readonly assignment: readonly StageLayers[];
  /** Rows of the routing table: layers with routed experts, the MTP module's included. */
  readonly routingLayers: number;
}

/** Prices the model once for all stages that its layers are dealt out to. */
export function stageTimes(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
  communication: LayerCommunication,
): StagePlan {
  return planStages(
    workload,
    priceModel(cluster, workload, shape, communication),
    stageAssignment(cluster, workload, shape),
  );
}

/** Stages of a priced model: layouts that differ in nothing but their pipeline share the prices. */
export function planStages(
  workload: WorkloadSpec,
  priced: PricedModel,
  assignment: readonly StageLayers[],
): StagePlan {
  const { model } = workload;
  let routingLayers = 0;
  const { layers: recomputed, keptLayers = recomputed } = priced;
  const block = layersOfBlock(workload);
  const layerOf = (kind: LayerKind, place: number): LayerTimes => ({
    ...timesOf(place < block ? recomputed : keptLayers, kind),
    routingLayer: isRouted(kind) ? routingLayers++ : -1,
  });
  const stages = assignment.map((stage): StageTimes => {
    const layers = Array.from({ length: stage.layers }, (_, i) =>
      layerOf(layerKindAt(model, stage.firstLayer + i), i),
    );
    // Megatron Core recomputes no MTP module with a block.
    for (let module = 0; module < stage.mtpModules; module += 1)
      layers.push(layerOf(mtpLayerKind(model), block));
    const { sharded, copies } = priced;
    const { entry, exit } = edgesOf(stage, priced);
    const copied = copies === undefined ? {} : { copies: copies(stage) };
    if (sharded === undefined) return { entry, layers, exit, ...copied };
    const beside = edgesOf(stage, sharded.edges);
    const edges = { besideEntry: beside.entry, besideExit: beside.exit };
    const { shards, once } = sharded;
    return {
      entry,
      layers,
      exit,
      ...copied,
      ...(shards === undefined ? {} : { shards: { ...shards(stage), ...edges } }),
      ...(once === undefined ? {} : { once: { ...once(stage), ...edges } }),
    };
  });
  return { stages, assignment, routingLayers };
}

/** The same stages with other times of their expert collectives. */
export const withCollectives = (
  plan: StagePlan,
  collectives: LayerCommunication['collectives'],
): StagePlan => ({
  ...plan,
  stages: plan.stages.map((stage) => ({
    ...stage,
    layers: stage.layers.map((layer) =>
      layer.collectives === undefined || collectives === undefined ? layer : { ...layer, collectives },
    ),
  })),
});

function edgesOf(
  stage: StageLayers,
  { embedding, head, mtpProjection }: ModelEdges,
): { readonly entry: PhaseTimes; readonly exit: PhaseTimes } {
  const heads = Array<PhaseTimes>((stage.head ? 1 : 0) + stage.mtpModules).fill(head);
  const projections = Array<PhaseTimes>(stage.mtpModules).fill(mtpProjection);
  return {
    entry: stage.embedding ? embedding : NO_TIME,
    exit: addPhases(...heads, ...projections),
  };
}

function timesOf(layers: readonly PricedLayer[], kind: LayerKind): PricedLayer {
  const times = layers[kind.index];
  invariant(times !== undefined, 'every kind of layer has its price', { kind: kind.name });
  return times;
}
