/** What a training process holds beyond its tensors. */
import { type Constant, GIGA, assumed, measured } from '@railyard/base';
import { type WorkloadSpec } from '../plan/index.js';

export const CONTEXT_GB: Constant = measured(
  0.8,
  'GB',
  "CUDA context and loaded kernels of a PyTorch 2.11 process on an H200: memory in use less the allocator's",
);

export const COMMUNICATORS_GB: Constant = assumed(
  2.2,
  'GB',
  'NCCL channels, their buffers and libraries of a job of several GPUs: 1 to 3 GB outside of the allocator',
);

/**
 * What a caching allocator holds and no tensor uses, of the peak of all tensors: 1 to 10 % in eleven
 * single-GPU steps on an H200, 3 to 8 % in twelve jobs on B200s (MooreThreads/SimuMax, reserved memory).
 */
export const ALLOCATOR_SHARE: Constant = measured(
  0.045,
  'of allocated memory',
  'median of 23 jobs, PyTorch allocator, reserved over allocated at the peak',
);

export interface ReserveBytes {
  readonly allocator: number;
  readonly context: number;
}

export function reserveBytes({ parallelism }: WorkloadSpec, allocated: number): ReserveBytes {
  const { pipeline, tensor, data, context = 1 } = parallelism;
  const alone = pipeline * tensor * data * context === 1;
  return {
    allocator: ALLOCATOR_SHARE.value * allocated,
    context: GIGA * (CONTEXT_GB.value + (alone ? 0 : COMMUNICATORS_GB.value)),
  };
}
