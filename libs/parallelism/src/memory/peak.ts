/**
 * The fullest moment of a rank: gradients, kept activations and what runs. A job with gradient buffers holds
 * all gradients always, so the moment is the first backward at the most micro-batches in flight. Where the
 * backward allocates gradients (no master weights, one micro-batch: a plain framework), they grow as
 * activations go, and the moment may be the loss, any layer, or the end.
 */
import { elementAt } from '@railyard/base';
import {
  type LayerShape,
  type ModelSpec,
  layerKindAt,
  layerParameters,
  sharedParametersOfRank,
  vocabularyRows,
} from '../model/index.js';
import {
  type StageLayers,
  type WorkloadSpec,
  layerShape,
  microBatchesPerPipeline,
  shardingOf,
} from '../plan/index.js';
import { headActivations, keptByLayer } from './activations.js';
import { gradientWorkspace, lossWorkspace } from './workspace.js';
import { type StateRecipe, stateRecipe } from './state-recipe.js';

/** Bytes that are alive together. */
export interface PeakBytes {
  readonly gradients: number;
  readonly activations: number;
  readonly workspace: number;
}

const total = ({ gradients, activations, workspace }: PeakBytes): number =>
  gradients + activations + workspace;

export const fullest = (moments: readonly PeakBytes[]): PeakBytes =>
  moments.reduce((most, moment) => (total(moment) > total(most) ? moment : most));

/** Gradients are allocated by the backward and given back after the update. */
export function allocatesGradients(workload: WorkloadSpec, { master }: StateRecipe): boolean {
  const { parallelism, model } = workload;
  return (
    master === 0 &&
    parallelism.pipeline === 1 &&
    model.mtpModules === 0 &&
    microBatchesPerPipeline(workload) === 1 &&
    !shardingOf(workload).gradients
  );
}

/** Moments of one forward and backward over all layers, each gradient of `gradientBytes` a parameter. */
export function momentsOfBackward(
  workload: WorkloadSpec,
  stage: StageLayers,
  shape: LayerShape,
  gradientBytes: number,
): readonly PeakBytes[] {
  const { model, parallelism } = workload;
  const table = (vocabularyRows(model) * model.hidden) / parallelism.tensor;
  const kinds = Array.from({ length: stage.layers }, (_, i) => layerKindAt(model, stage.firstLayer + i));
  const kept = keptByLayer(model, stage, shape, workload);
  let activations = headActivations(model, shape) + kept.reduce((sum, { saved }) => sum + saved, 0);
  const moments: PeakBytes[] = [{ gradients: 0, activations, workspace: lossWorkspace(model, shape) }];
  activations -= headActivations(model, shape);
  let gradients = gradientBytes * table;
  for (const [index, kind] of [...kinds.entries()].toReversed()) {
    const { saved, recomputed } = elementAt(kept, index);
    const routed = layerParameters(model, kind).routed / parallelism.expert;
    gradients += gradientBytes * (sharedParametersOfRank(model, kind, parallelism.tensor) + routed);
    moments.push({ gradients, activations, workspace: recomputed + gradientWorkspace(model, kind, shape) });
    activations -= saved;
  }
  if (!model.tiedEmbedding) gradients += gradientBytes * table;
  moments.push({ gradients: gradients + gradientBytes * positions(model), activations: 0, workspace: 0 });
  return moments;
}

const positions = (model: ModelSpec): number => (model.learnedPositions ?? 0) * model.hidden;

/**
 * Bytes beyond weights and moments at equal parts of the backward of a job whose backward allocates its
 * gradients; undefined where gradients are always there.
 */
export function backwardMoments(workload: WorkloadSpec, stage: StageLayers): readonly number[] | undefined {
  const recipe = stateRecipe(workload);
  if (!allocatesGradients(workload, recipe)) return undefined;
  return momentsOfBackward(workload, stage, layerShape(workload), recipe.gradient.value).map(total);
}
