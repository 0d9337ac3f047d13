import { type ComputeOptions } from '@railyard/jobs';
import { type ServiceConfig } from '../config/index.js';

/** How this process computes runs. */
export const computeOptions = ({
  threads,
  runTimeoutS,
  runHeapMB,
  graceS,
  workerFile,
}: ServiceConfig): ComputeOptions => ({
  threads,
  timeoutMs: runTimeoutS * 1000,
  heapMB: runHeapMB,
  graceMs: graceS * 1000,
  ...(workerFile === undefined ? {} : { workerFile }),
});
