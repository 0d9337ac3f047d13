/**
 * Which layers of a stage full recomputation takes (Megatron Core, `--recompute-method` and
 * `--recompute-num-layers`). Block: the first so many, the others keep what they compute. Uniform: all, and
 * one input is kept for so many together.
 */
import { type IssueList } from '@railyard/base';
import { type LayerShape, layerKinds, modulesOfModel } from '../model/index.js';
import { type WorkloadSpec } from './workload-spec.js';

export const RECOMPUTE_METHODS = ['uniform', 'block'] as const;

/** What a workload says of the layers that are recomputed as a whole, or whose activations are offloaded. */
export type RecomputedLayers = Pick<
  WorkloadSpec,
  'recompute' | 'recomputeMethod' | 'recomputeLayers' | 'activationOffload'
>;

/** Layers at the front of a stage that are recomputed; Infinity: all, and MTP modules too. */
export const layersOfBlock = ({
  recompute,
  recomputeMethod,
  recomputeLayers = 1,
}: RecomputedLayers): number =>
  recompute === 'full' && recomputeMethod === 'block' ? recomputeLayers : Infinity;

/** Layers that keep one input between them. */
export const layersOfInput = ({
  recompute,
  recomputeMethod,
  recomputeLayers = 1,
}: RecomputedLayers): number => (recompute === 'full' && recomputeMethod !== 'block' ? recomputeLayers : 1);

const plainShapes = new WeakMap<LayerShape, LayerShape>();

/** Of the layers behind a block: what they compute is kept. */
export function keptShape(shape: LayerShape): LayerShape {
  const known = plainShapes.get(shape);
  if (known !== undefined) return known;
  const kept = { ...shape, recompute: 'none' as const };
  plainShapes.set(shape, kept);
  return kept;
}

/** Modules are repeated by selective recomputation, methods belong to full. */
export function checkRecompute(workload: WorkloadSpec, at: IssueList): void {
  const { recompute, recomputeModules, recomputeMethod, recomputeLayers, model } = workload;
  at.at('recomputeModules').require(
    recomputeModules === undefined || recompute === 'selective',
    'not-applicable',
    `recomputeModules must be used with recompute selective (got ${recompute}).`,
    'Set recompute to selective, or leave recomputeModules out.',
  );
  const has = modulesOfModel(layerKinds(model));
  recomputeModules?.forEach((module, index) =>
    at
      .at('recomputeModules')
      .at(index)
      .require(
        has.includes(module),
        'not-applicable',
        `recomputeModules must name parts that the model has (got ${module}).`,
        `Use ${has.join(', ')}.`,
      ),
  );
  for (const key of ['recomputeMethod', 'recomputeLayers'] as const)
    at.at(key).require(
      workload[key] === undefined || recompute === 'full',
      'not-applicable',
      `${key} must be used with recompute full (got ${recompute}).`,
      `Set recompute to full, or leave ${key} out.`,
    );
  at.at('recomputeLayers').require(
    recomputeMethod !== 'block' || recomputeLayers !== undefined,
    'required',
    'recomputeLayers is required with recomputeMethod block.',
    'Give the number of layers of each stage that are recomputed.',
  );
}
