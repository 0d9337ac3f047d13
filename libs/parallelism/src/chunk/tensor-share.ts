/**
 * The clock at which a model runs: busy tensor cores draw power, and the clock gives way with the share of
 * time in which they are busy (kernels/clock.ts). That share is the model's own: 0.70 in an MoE layer of
 * DeepSeek-V3 in FP8, 0.95 in a layer of Llama 3 70B. A GEMM that runs back to back on an H200 is a tenth
 * slower after 2.5 s than in its first 100 ms (hopper-kernels-2.json, `sustained`), so power is averaged over
 * more than one layer, and all of a model's parts have one share.
 */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  backwardInputOperations,
  backwardWeightOperations,
  embeddingOperations,
  headOperations,
  layerCounts,
  layerKinds,
  layerOperations,
  mtpLayerKind,
  mtpProjectionOperations,
} from '../model/index.js';
import { operationSeconds } from './operation-seconds.js';
import { type Situation } from './situation.js';

/** A part of a model with all of its passes, and how often the model has it. */
export interface ModelPart {
  readonly operations: readonly LayerOperation[];
  readonly count: number;
}

export const EDGE_PASSES = ['forward', 'backward-input', 'backward-weight'] as const;

/** Everything that a layer does for one micro-batch: forward, both backwards, and what they recompute. */
export function passesOf(model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly LayerOperation[] {
  return [layerOperations, backwardInputOperations, backwardWeightOperations].flatMap((operations) =>
    operations(model, kind, shape),
  );
}

const parts = new WeakMap<ModelSpec, WeakMap<LayerShape, readonly ModelPart[]>>();

/** Layers, ends and MTP modules of a model: one list for all situations of a GPU. */
export function modelParts(model: ModelSpec, shape: LayerShape): readonly ModelPart[] {
  let ofModel = parts.get(model);
  if (ofModel === undefined) parts.set(model, (ofModel = new WeakMap()));
  let known = ofModel.get(shape);
  if (known === undefined) ofModel.set(shape, (known = partsOf(model, shape)));
  return known;
}

function partsOf(model: ModelSpec, shape: LayerShape): readonly ModelPart[] {
  const modules = model.mtpModules;
  const layers = layerCounts(model);
  const moduleKind = modules === 0 ? -1 : mtpLayerKind(model).index;
  const edge = (operations: typeof headOperations, count: number): ModelPart => ({
    operations: EDGE_PASSES.flatMap((pass) => operations(model, shape, pass)),
    count,
  });
  return [
    ...layerKinds(model).map((kind) => ({
      operations: passesOf(model, kind, shape),
      count: (layers[kind.index] ?? 0) + (kind.index === moduleKind ? modules : 0),
    })),
    edge(embeddingOperations, 1),
    edge(headOperations, 1 + modules),
    ...(modules === 0 ? [] : [edge(mtpProjectionOperations, modules)]),
  ];
}

/**
 * The situation with the parts' own share of tensor work: seconds of matrix products and attention cores over
 * the seconds of all operations. What a part waits for is not among its seconds.
 */
export function atOwnClock(device: DeviceSpec, parts: readonly ModelPart[], situation: Situation): Situation {
  let tensor = 0;
  let all = 0;
  for (const { operations, count } of parts) {
    for (const operation of operations) {
      const seconds = count * operationSeconds(device, operation, situation);
      all += seconds;
      if (operation.kind !== 'stream') tensor += seconds;
    }
  }
  return all === 0 ? situation : { ...situation, tensorShare: tensor / all };
}
