/** What one GPU is handed of a layer under a workload's layout, experts balanced. */
import { gatedLayerShape } from '../experts/index.js';
import { type LayerShape, type ModelSpec, sharesForward } from '../model/index.js';
import { type Gradients, resolveSoftware } from '../software/index.js';
import { type WorkloadSpec } from './workload-spec.js';

const shapes = new WeakMap<WorkloadSpec, LayerShape>();

/** Shapes of one model that are shared: those of a search vary over a few hundred. */
const MOST_SHARED = 1024;

const shared = new WeakMap<ModelSpec, Map<string, LayerShape>>();

/** One for all workloads that hand a GPU the same: what a layer of that shape does is kept with it. */
export function layerShape(workload: WorkloadSpec): LayerShape {
  const known = shapes.get(workload);
  if (known !== undefined) return known;
  const shape = sharedShape(workload.model, shapeOf(workload));
  shapes.set(workload, shape);
  return shape;
}

function sharedShape(model: ModelSpec, shape: LayerShape): LayerShape {
  let ofModel = shared.get(model);
  if (ofModel === undefined) shared.set(model, (ofModel = new Map()));
  const key = JSON.stringify(shape);
  const equal = ofModel.get(key);
  if (equal !== undefined) return equal;
  if (ofModel.size >= MOST_SHARED) ofModel.clear();
  ofModel.set(key, shape);
  if (shape.recompute === 'none') return shape;
  const { recomputeModules: _, ...repeating } = shape;
  sharesForward(shape, sharedShape(model, { ...repeating, recompute: 'none' }));
  return shape;
}

function shapeOf(workload: WorkloadSpec): LayerShape {
  const { model, batch, parallelism, precision, recompute, recomputeModules } = workload;
  const { tensor, expert, expertTensor = 1, contextMethod = 'ring' } = parallelism;
  const context = contextRanks(workload);
  const software = resolveSoftware(workload.software, gradientsOf(workload));
  return gatedLayerShape(model, {
    tokens: (batch.sequenceLength * batch.microBatchSequences) / context,
    sequence: batch.sequenceLength,
    tensorParallel: tensor,
    ...(context === 1 ? {} : { context: { ranks: context, method: contextMethod } }),
    ...(sharesTokens(workload) ? {} : { sequenceParallel: false }),
    expertParallel: expert,
    ...(expertTensor === 1 ? {} : { expertTensor }),
    precision,
    recompute,
    ...(recomputeModules === undefined ? {} : { recomputeModules }),
    ...(workload.communication.dispatcher === 'all-to-all' ? { exchange: 'all-to-all' } : {}),
    ...(software === undefined ? {} : { software }),
  });
}

function gradientsOf(workload: WorkloadSpec): Gradients {
  const bytes = gradientBytes(workload);
  return { bytes, accumulate: accumulatesGradients(workload) };
}

const gradientBytes = ({ optimizer }: WorkloadSpec): number => optimizer?.gradientBytes ?? 4;

/** A gradient in a format of its own is added to even where there is one micro-batch. */
export const accumulatesGradients = (workload: WorkloadSpec): boolean => {
  const { batch, parallelism } = workload;
  const microBatches = batch.globalSequences / (parallelism.data * batch.microBatchSequences);
  return gradientBytes(workload) > 2 || microBatches > 1;
};

/**
 * Whether tensor ranks share the tokens between blocks; where the document does not say, they do if the
 * sequence divides among them.
 */
export const sharesTokens = ({ batch, parallelism }: WorkloadSpec): boolean =>
  parallelism.sequenceParallel ??
  batch.sequenceLength % (parallelism.tensor * (parallelism.context ?? 1)) === 0;

export const contextRanks = ({ parallelism }: WorkloadSpec): number => parallelism.context ?? 1;

/** Ranks with the same dense weights: replicas, and the ranks that share a sequence. */
export const weightReplicas = (workload: WorkloadSpec): number =>
  workload.parallelism.data * contextRanks(workload);

/** Ranks that hold all routed experts of a stage between them. */
export const expertRanks = ({ parallelism }: WorkloadSpec): number =>
  parallelism.expert * (parallelism.expertTensor ?? 1);

/** Ranks with the same experts. */
export const expertReplicas = (workload: WorkloadSpec): number =>
  (weightReplicas(workload) * workload.parallelism.tensor) / expertRanks(workload);
