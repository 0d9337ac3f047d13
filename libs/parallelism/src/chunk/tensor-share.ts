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
  plainShapeOf,
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
export const passesOf = (model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly LayerOperation[] =>
  listsOf(model, kind, shape).flat();

const listsOf = (model: ModelSpec, kind: LayerKind, shape: LayerShape): PassLists => [
  layerOperations(model, kind, shape),
  backwardInputOperations(model, kind, shape),
  backwardWeightOperations(model, kind, shape),
];

type PassLists = readonly (readonly LayerOperation[])[];

/** A part of a model, its operations pass by pass. */
export interface PartByPass {
  readonly passes: PassLists;
  readonly count: number;
}

const parts = new WeakMap<ModelSpec, WeakMap<LayerShape, readonly ModelPart[]>>();

/** Layers, ends and MTP modules of a model: one list for all situations of a GPU. */
export function modelParts(model: ModelSpec, shape: LayerShape): readonly ModelPart[] {
  let ofModel = parts.get(model);
  if (ofModel === undefined) parts.set(model, (ofModel = new WeakMap()));
  let known = ofModel.get(shape);
  if (known === undefined) {
    known = partsByPass(model, shape).map(({ passes, count }) => ({ operations: passes.flat(), count }));
    ofModel.set(shape, known);
  }
  return known;
}

/** The same without lists of their own, which nothing keeps: for shapes that a search only compares. */
export function partsByPass(model: ModelSpec, shape: LayerShape): readonly PartByPass[] {
  const modules = model.mtpModules;
  const layers = layerCounts(model);
  const moduleKind = modules === 0 ? -1 : mtpLayerKind(model).index;
  return [
    ...layerKinds(model).map((kind) => ({
      passes: listsOf(model, kind, shape),
      count: (layers[kind.index] ?? 0) + (kind.index === moduleKind ? modules : 0),
    })),
    ...endsOf(model, plainShapeOf(shape)),
  ];
}

const ends = new WeakMap<ModelSpec, WeakMap<LayerShape, readonly PartByPass[]>>();

/** Embedding, head and what joins MTP modules; none of them is recomputed. */
function endsOf(model: ModelSpec, plain: LayerShape): readonly PartByPass[] {
  let ofModel = ends.get(model);
  if (ofModel === undefined) ends.set(model, (ofModel = new WeakMap()));
  let known = ofModel.get(plain);
  if (known !== undefined) return known;
  const { mtpModules: modules } = model;
  const end = (operations: typeof headOperations, count: number): PartByPass => ({
    passes: EDGE_PASSES.map((pass) => operations(model, plain, pass)),
    count,
  });
  known = [
    end(embeddingOperations, 1),
    end(headOperations, 1 + modules),
    ...(modules === 0 ? [] : [end(mtpProjectionOperations, modules)]),
  ];
  ofModel.set(plain, known);
  return known;
}

/**
 * The situation with the parts' own share of tensor work: seconds of matrix products and attention cores over
 * the seconds of all operations; of memory-bound kernels those in which they move data. What a part waits for
 * is not among its seconds.
 */
export function atOwnClock(device: DeviceSpec, parts: readonly ModelPart[], situation: Situation): Situation {
  let tensor = 0;
  let stream = 0;
  let all = 0;
  for (const { operations, count } of parts) {
    for (const operation of operations) {
      const seconds = count * operationSeconds(device, operation, situation);
      all += seconds;
      if (operation.kind !== 'stream') tensor += seconds;
      else stream += seconds - count * operationSeconds(device, { ...operation, bytes: 0 }, situation);
    }
  }
  return all === 0 ? situation : { ...situation, tensorShare: tensor / all, streamShare: stream / all };
}
