/** A layer's shape with balanced loads, each GPU receiving the tokens that the model's gate sends it. */
import { type LayerShape, type ModelSpec, balancedLayerShape } from '../model/index.js';
import { gateStatistics } from './gate.js';

export function gatedLayerShape(
  model: ModelSpec,
  options: Parameters<typeof balancedLayerShape>[1],
): LayerShape {
  const { moe } = model;
  if (moe === undefined) return balancedLayerShape(model, options);
  // Which node a GPU is on does not matter to how many a token meets.
  const { gpusPerToken } = gateStatistics(moe, options.expertParallel, 1);
  return balancedLayerShape(model, { ...options, gpusPerToken });
}
