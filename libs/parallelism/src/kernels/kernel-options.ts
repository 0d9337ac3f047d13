/** The words that callers of the kernel model use. */

/**
 * `fp8-tensor`: one scale per tensor. `fp8-block`: fine-grained scales, 1x128 of activations by 128x128 of
 * weights (1x128 by 1x128 in a weight gradient).
 */
export type KernelPrecision = 'bf16' | 'fp8-tensor' | 'fp8-block';

export type KernelPass = 'forward' | 'dgrad' | 'wgrad';

/** out[m,n] = a[m,k] b[n,k]. */
export interface GemmShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** `groups` equal GEMMs in one launch: out[mPerGroup,n] = a[mPerGroup,k] b[n,k] for each. */
export interface GroupedGemmShape {
  readonly groups: number;
  readonly mPerGroup: number;
  readonly n: number;
  readonly k: number;
}

export interface GemmOptions {
  readonly precision: KernelPrecision;
  readonly pass: KernelPass;
  /** SMs left for this kernel; default all of the device. */
  readonly sms?: number;
  /**
   * The kernel knows that only `sms` are free and launches that many persistent CTAs (default); else it plans
   * for the whole device and loses waves.
   */
  readonly smAware?: boolean;
  /**
   * Bytes moved for each output element; default 2 (BF16), and 8 for wgrad, which reads and writes an FP32
   * main gradient.
   */
  readonly outputBytes?: number;
}

export type AttentionPass = 'forward' | 'backward';

export interface AttentionShape {
  readonly batch: number;
  readonly heads: number;
  readonly sequenceQuery: number;
  readonly sequenceKey: number;
  readonly headDimQk: number;
  readonly headDimV: number;
  readonly causal: boolean;
  readonly pass: AttentionPass;
}

/** Kernels of a compiled framework, timed alone on an H200 (test/data/hopper-kernels.json). */
export type FrameworkKernel =
  'copy' | 'rmsnorm' | 'swiglu' | 'quantize' | 'residual' | 'permute' | 'cross-entropy' | 'adam';

/**
 * Kernel families of a fine-grained FP8 training step, as DeepSeek's profile shows them
 * (test/data/deepseek-v3-stream-kernels.json): `cast` to or from 1x128 FP8 tiles, `cast-transpose` along the
 * other axis, `recast-transpose` the same from FP8, `pack` to 12 bits and `unpack`, `norm` row norms on a
 * grid sized for the whole device, `rows` whole rows or tiles moved in wide words (permute, transposed
 * weights, fused SwiGLU), `strided` pieces of rows (RoPE), `scatter` small pieces written far apart (one key
 * to all heads), `scales` of the tiles turned, `elementwise`, `select` top-k, `index` of expert rows.
 */
export type TrainingKernel =
  | 'cast'
  | 'cast-transpose'
  | 'recast-transpose'
  | 'pack'
  | 'unpack'
  | 'norm'
  | 'rows'
  | 'strided'
  | 'scatter'
  | 'scales'
  | 'elementwise'
  | 'select'
  | 'index';

export type StreamKernel = FrameworkKernel | TrainingKernel;

export interface StreamWork {
  /** Least traffic: bytes read plus bytes written, by all launches together. */
  readonly bytes: number;
  readonly kernel: StreamKernel;
  /** A backward norm or activation reads more streams and reduces across rows; default forward. */
  readonly pass?: 'forward' | 'backward';
  /** Kernels that share the work, each with its own start; default 1. */
  readonly launches?: number;
}

export interface SmOptions {
  /** SMs left for this kernel; default all of the device. */
  readonly sms?: number;
}

export interface StreamOptions extends SmOptions {
  /** A communication kernel moves data through the same memory meanwhile. */
  readonly contended?: boolean;
}
