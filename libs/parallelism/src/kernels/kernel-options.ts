/** The words that callers of the kernel model use. */

/**
 * `fp8-tensor`: one scale per tensor. `fp8-block`: fine-grained scales, 1x128 of activations by 128x128 of
 * weights (1x128 by 1x128 in a weight gradient). `nvfp4`: 4 bits with a scale for 16 elements. `fp32`: in
 * TF32 on tensor cores that have it.
 */
export type KernelPrecision = 'fp32' | 'bf16' | 'fp8-tensor' | 'fp8-block' | 'nvfp4';

export type KernelPass = 'forward' | 'dgrad' | 'wgrad';

/** out[m,n] = a[m,k] b[n,k]. */
export interface GemmShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** `groups` GEMMs in one launch: out[mPerGroup,n] = a[mPerGroup,k] b[n,k] for each. */
export interface GroupedGemmShape {
  readonly groups: number;
  readonly mPerGroup: number;
  /** Rows of each group, where they differ. */
  readonly sizes?: readonly number[] | undefined;
  readonly n: number;
  readonly k: number;
}

export interface GemmOptions {
  readonly precision: KernelPrecision;
  readonly pass: KernelPass;
  /** SMs left for this kernel; default all of the device. */
  readonly sms?: number;
  /** Share of the step's compute time with tensor work, which sets the clock; default the calibration's. */
  readonly tensorShare?: number | undefined;
  /** Share with memory-bound kernels that move data; default all that is left. */
  readonly streamShare?: number | undefined;
  /** A communication kernel moves data through the same memory meanwhile. */
  readonly contended?: boolean;
  /**
   * The kernel knows that only `sms` are free and launches that many persistent CTAs (default); else it plans
   * for the whole device and loses waves.
   */
  readonly smAware?: boolean;
  /**
   * Bytes moved for each output element; default 2 (BF16), and 8 for wgrad, which reads and writes an FP32
   * main gradient.
   */
  readonly outputBytes?: number | undefined;
  /** Of an element of b as it lies in memory, its scales included; default as the products take it. */
  readonly weightBytes?: number | undefined;
  /** Whose FP4 products these are; default a training framework's. */
  readonly library?: 'engine' | undefined;
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
  /** Heads of keys and values; default as many as query heads. */
  readonly keyValueHeads?: number;
  /** Keys that a query sees, itself included; default 0, all before it. */
  readonly window?: number;
  /** Products in FP8; default BF16. */
  readonly fp8?: boolean;
  /** An inference engine's kernel with attention sinks. */
  readonly sinks?: boolean;
  /**
   * `engine`: an inference engine's kernel with a paged cache; `generic`: one that is not written for the
   * head size; `latent`: an engine's for latent attention. Default: the training framework's.
   */
  readonly library?: 'engine' | 'generic' | 'latent';
}

/** One query for each of `batch` sequences against `context` keys. */
export interface DecodeShape {
  readonly batch: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly context: number;
  readonly headDimQk: number;
  readonly headDimV: number;
  /** Of the cache. */
  readonly bytesPerElement: number;
  /** Absorbed latent attention: one cached row serves all heads as key and as value. */
  readonly latent?: boolean;
  /** The kernel splits the context over idle SMs; default true. */
  readonly split?: boolean;
}

/**
 * Kernels of a compiled framework, timed alone on an H200 (test/data/hopper-kernels*.json): `dropout` with
 * the residual addition, `unpermute` the weighted sum of expert rows; and the casts of activations to 8 or
 * 4 bits of an inference engine (test/data/public-kernels), with a known scale or a maximum found before.
 */
export const FRAMEWORK_KERNELS = [
  'copy',
  'rmsnorm',
  'layernorm',
  'bias-gelu',
  'swiglu',
  'dropout',
  'quantize',
  'quantize-transposed',
  'rope',
  'residual',
  'permute',
  'unpermute',
  'cross-entropy',
  'adam',
  'adam-bf16',
  'engine-quantize',
  'dynamic-quantize',
  'convolution',
] as const;

export type FrameworkKernel = (typeof FRAMEWORK_KERNELS)[number];

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

const FRAMEWORK: ReadonlySet<StreamKernel> = new Set(FRAMEWORK_KERNELS);

export const isFramework = (kernel: StreamKernel): kernel is FrameworkKernel => FRAMEWORK.has(kernel);

export interface StreamWork {
  /** Least traffic: bytes read plus bytes written, by all launches together. */
  readonly bytes: number;
  readonly kernel: StreamKernel;
  /** A backward norm or activation reads more streams and reduces across rows; default forward. */
  readonly pass?: 'forward' | 'backward';
  /** The bytes were used just before: what fits the L2 cache is found there. Default: read from memory. */
  readonly warm?: boolean;
  /** Kernels that share the work, each with its own start; default 1. */
  readonly launches?: number;
}

export interface SmOptions {
  /** SMs left for this kernel; default all of the device. */
  readonly sms?: number;
  /** Share of the step's compute time with tensor work, which sets the clock; default the calibration's. */
  readonly tensorShare?: number | undefined;
  /** Share with memory-bound kernels that move data; default all that is left. */
  readonly streamShare?: number | undefined;
  /** A communication kernel moves data through the same memory meanwhile. */
  readonly contended?: boolean;
}

export interface StreamOptions {
  /** SMs left for this kernel; default all of the device. */
  readonly sms?: number;
  /** A communication kernel moves data through the same memory meanwhile. */
  readonly contended?: boolean;
}
