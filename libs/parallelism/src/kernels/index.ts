/** Kernels: how long a GEMM, an attention core or a memory-bound kernel runs on a device. docs/model/kernels.md. */
export * from './kernel-options.js';
export { LAUNCH_GAP_SECONDS } from './calibration.js';
export { gemmSeconds, groupedGemmSeconds } from './gemm.js';
export { attentionFlops, attentionSeconds } from './attention.js';
export { streamSeconds } from './stream.js';
