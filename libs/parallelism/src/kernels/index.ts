/**
 * Kernels: how long a GEMM, an attention core or a memory-bound kernel runs on a device.
 * docs/model/kernels.md.
 */
export * from './kernel-options.js';
export { type KernelConstants, KERNEL_CONSTANTS, KERNEL_INPUTS, LAUNCH_GAP_SECONDS } from './constants.js';
export { gemmSeconds, groupedGemmSeconds } from './gemm.js';
export { attentionEdgeBytes, attentionFlops, attentionSeconds } from './attention.js';
export { streamSeconds } from './stream.js';
export { type LayerDims, type LayerStream, type StreamCategory } from './layer-streams.js';
export { FINE_GRAINED_FP8_STREAMS } from './fine-grained-fp8.js';
export {
  type KernelMeasurement,
  type RowSplit,
  familyOf,
  predictedSeconds,
  splitRows,
} from './kernel-measurement.js';
