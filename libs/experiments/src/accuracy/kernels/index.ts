/** Measured kernels against the kernel model. */
export { isFitted } from './is-fitted.js';
export {
  type AccuracyRow,
  type AccuracySource,
  type KernelAccuracy,
  kernelAccuracy,
} from './kernel-accuracy.js';
export { OVERHEADS } from './measurement-overheads.js';
export { type KernelRow, type MeasuredKernel, isMeasured } from './measured-kernel.js';
export { type TableRow } from './public-rows.js';
export { type KernelFile, isKernelFile, rowsOfFile, rowsOfTable } from './read-rows.js';
