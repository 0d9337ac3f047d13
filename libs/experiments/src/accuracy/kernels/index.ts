/** Measured kernels against the kernel model. */
export { type HopperRow, hopperKernel } from './hopper-rows.js';
export { isFitted } from './is-fitted.js';
export {
  type AccuracyRow,
  type AccuracySource,
  type ErrorSummary,
  type KernelAccuracy,
  kernelAccuracy,
  summarize,
} from './kernel-accuracy.js';
export { type KernelRow, type LeftOutKernel, type MeasuredKernel, isMeasured } from './measured-kernel.js';
export { type MeasurementOverheads, MEASUREMENT_OVERHEADS, OVERHEADS } from './measurement-overheads.js';
export { type TableRow, publicAttention, publicExperts, publicGemm, publicStream } from './public-rows.js';
export { type KernelFile, isKernelFile, rowsOfFile, rowsOfTable } from './read-rows.js';
