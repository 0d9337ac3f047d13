/** Activations of a stage in the host's memory, and those on their way; bytes on one GPU. */
import { type LayerShape } from '../model/index.js';
import { COPIED_LAYERS, type StageLayers, type WorkloadSpec, offloadedLayers } from '../plan/index.js';
import { keptByLayer } from './activations.js';

/** [layers] of one micro-batch on a stage, in the order of the forward. */
export const offloadedByLayer = (
  workload: WorkloadSpec,
  stage: StageLayers,
  shape: LayerShape,
): readonly number[] =>
  workload.activationOffload === undefined
    ? []
    : keptByLayer(workload.model, stage, shape, workload)
        .slice(0, offloadedLayers(workload, stage.layers))
        .map(({ offloaded }) => offloaded);

/** Of the fullest stage: layers that are on their way are on the device. */
export function offloadBufferBytes(
  workload: WorkloadSpec,
  stages: readonly StageLayers[],
  shape: LayerShape,
): number {
  const ofStage = (stage: StageLayers): number => {
    const layers = offloadedByLayer(workload, stage, shape);
    return Math.min(COPIED_LAYERS, layers.length) * Math.max(0, ...layers);
  };
  return Math.max(0, ...stages.map(ofStage));
}
