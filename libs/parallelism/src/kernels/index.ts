/**
 * Kernels: how long a GEMM, an attention core or a memory-bound kernel runs on a device.
 * docs/model/kernels.md.
 */
export * from './kernel-options.js';
export { alignmentSlowdown, paddedHeadDim } from './alignment.js';
export { type Clock, IDLE_POWER, TENSOR_POWER, restedClock, sustainedClock } from './clock.js';
export { type MatrixShape, gemmSeconds, groupedGemmSeconds, matrixSeconds } from './gemm.js';
export { attentionEdgeBytes, attentionFlops, attentionSeconds, coreSeconds } from './attention.js';
export { decodeAttentionSeconds, decodeSeconds } from './decode-attention.js';
export { type ExpertLayerShape, expertLayerSeconds, expertSeconds } from './expert-layer.js';
export { generatedFp4 } from './generated-experts.js';
export { peakTflops } from './matrix-engine.js';
export { chunkSeconds, recurrenceSeconds } from './recurrence.js';
export { memoryBoundSeconds, streamLaunches, streamSeconds } from './stream.js';
export { type LayerDims, type LayerStream, type StreamCategory } from './layer-streams.js';
export { FINE_GRAINED_FP8_STREAMS } from './fine-grained-fp8.js';
export {
  TRACE_CONTENDED_SHARE,
  TRACE_HELD_SHARE,
  type TraceGemm,
  traceDims,
  traceGemmSeconds,
  traceStreamSeconds,
} from './trace-comparison.js';
