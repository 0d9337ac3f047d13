/** What of a job says how much a step measured on it tells of another. */
import { hashOf } from '@railyard/base';
import { type JobSpec } from '../document.js';
import { familyKey } from '../families/index.js';

export interface JobTraits {
  readonly device: string;
  readonly isDense: boolean;
  /** Ranks that share each product. */
  readonly tensor: number;
  /** Of a micro-batch. */
  readonly tokens: number;
  /** Of cluster and workload: the same for a job that is measured twice. */
  readonly job: string;
}

export function traitsOf({ cluster, workload }: JobSpec): JobTraits {
  const { device, kind } = familyKey(cluster, workload);
  const { parallelism, batch } = workload;
  return {
    device,
    isDense: kind === 'dense',
    tensor: parallelism.tensor,
    tokens: batch.microBatchSequences * batch.sequenceLength,
    job: hashOf({ cluster, workload }),
  };
}
