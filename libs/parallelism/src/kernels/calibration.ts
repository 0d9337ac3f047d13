/** Constants of the kernel model: a first hand-set version. */
export interface GemmCalibration {
  readonly peakFraction: number;
  readonly halfIntensity: number;
  readonly quantization: number;
  readonly tileSeconds: number;
  readonly memoryFraction: number;
  readonly blend: number;
  readonly droop: number;
  readonly droopSeconds: number;
}
export const GEMM_BF16: GemmCalibration = { peakFraction: 0.86, halfIntensity: 1.55, quantization: 0.117, tileSeconds: 1.18e-6, memoryFraction: 0.777, blend: 4.4, droop: 0.185, droopSeconds: 1.34e-4 };
export const GEMM_FP8: GemmCalibration = { peakFraction: 0.72, halfIntensity: 1.55, quantization: 0.117, tileSeconds: 1.01e-6, memoryFraction: 0.7, blend: 4.4, droop: 0.1, droopSeconds: 1.34e-4 };
export const GEMM_FP8_BLOCK: GemmCalibration = { ...GEMM_FP8, peakFraction: 0.68 };
export const WGRAD_PROMOTION = 1.55;
export const STREAM_FRACTION = 0.85;
export const CONTENTION = 1.14;
export const ATTENTION_FORWARD = 0.68;
export const ATTENTION_BACKWARD = 0.54;
/** Idle time between two kernels of one stream. */
export const LAUNCH_GAP_SECONDS = 2.2e-6;
