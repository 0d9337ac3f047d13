/** What one GPU is handed of a layer under a workload's layout, experts balanced. */
import { gatedLayerShape } from '../experts/index.js';
import { type LayerShape } from '../model/index.js';
import { type WorkloadSpec } from './workload-spec.js';

export function layerShape(workload: WorkloadSpec): LayerShape {
  const { model, batch, parallelism, precision, recompute } = workload;
  const { tensor, expert } = parallelism;
  return gatedLayerShape(model, {
    tokens: batch.sequenceLength * batch.microBatchSequences,
    sequence: batch.sequenceLength,
    tensorParallel: tensor,
    ...(sharesTokens(workload) ? {} : { sequenceParallel: false }),
    expertParallel: expert,
    precision,
    recompute,
  });
}

/**
 * Whether tensor ranks share the tokens between blocks; where the document does not say, they do if the
 * sequence divides among them.
 */
export const sharesTokens = ({ batch, parallelism }: WorkloadSpec): boolean =>
  parallelism.sequenceParallel ?? batch.sequenceLength % parallelism.tensor === 0;
