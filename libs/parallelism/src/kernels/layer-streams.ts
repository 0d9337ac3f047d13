/**
 * Memory-bound kernels of a transformer layer as data: name, place in the chunk, bytes as a formula of the
 * layer's dimensions. The lists themselves are fine-grained-fp8-attention.ts and fine-grained-fp8-mlp.ts.
 */
import { type StreamKernel } from './kernel-options.js';

/** What the byte formulas see: one micro-batch on one GPU. */
export interface LayerDims {
  readonly tokens: number;
  readonly hidden: number;
  /** Attention heads on this GPU. */
  readonly heads: number;
  readonly queryRank: number;
  readonly keyValueRank: number;
  readonly nopeHeadDim: number;
  readonly ropeHeadDim: number;
  readonly valueHeadDim: number;
  readonly routedExperts: number;
  readonly topK: number;
  /** Routed experts on this GPU. */
  readonly localExperts: number;
  readonly expertHidden: number;
  /** Inner size of the shared experts together; of the whole block in a dense layer. */
  readonly sharedHidden: number;
  /** Rows of the grouped GEMMs: each expert's tokens, padded. */
  readonly expertRows: number;
  /** Tokens that dispatch brought to this GPU, each once. */
  readonly receivedTokens: number;
}

/** Categories of the DeepSeek trace (test/data/deepseek-v3-train-trace.json, other_kernel_categories). */
export type StreamCategory =
  | 'fp8_cast_transpose'
  | 'elementwise_misc'
  | 'rmsnorm'
  | 'rope_copy'
  | 'moe_permute'
  | 'swiglu'
  | 'attention_core';

export interface LayerStream {
  readonly name: string;
  readonly section: 'attn' | 'mlp';
  /** Forward, input gradient, weight gradient. */
  readonly phase: 'F' | 'B' | 'W';
  readonly category: StreamCategory;
  readonly kernel: StreamKernel;
  readonly pass: 'forward' | 'backward';
  /** Kernels that the entry stands for. */
  readonly launches: number;
  /** Only with routed experts; absent from a dense layer. */
  readonly routed: boolean;
  /** Bytes read plus bytes written by all its launches. */
  bytes(dims: LayerDims): number;
}

type Bytes = (d: LayerDims) => number;
type Entry = (
  name: string,
  category: StreamCategory,
  kernel: StreamKernel,
  bytes: Bytes,
  launches?: number,
) => LayerStream;

/** Makes entries of one section and phase; names of routed-expert kernels contain `routed`. */
export function streamsOf(section: LayerStream['section'], phase: LayerStream['phase']): Entry {
  return (name, category, kernel, bytes, launches = 1) => ({
    name,
    section,
    phase,
    category,
    kernel,
    pass: kernel === 'norm' && name.endsWith('backward') ? 'backward' : 'forward',
    launches,
    routed: name.includes('routed'),
    bytes,
  });
}

/** Bytes of an element in FP8 with an FP32 scale for every 128. */
export const TILE_FP8 = 1 + 4 / 128;
/**
 * The 12-bit format (E5M6) that keeps attention's output for the backward (DeepSeek-V3 report, section
 * 3.3.3), with its scales.
 */
export const TILE_E5M6 = 1.5 + 4 / 128;

/** BF16 read, FP8 tiles written, or the reverse. */
export const castBytes = (elements: number): number => elements * (2 + TILE_FP8);
/** FP8 weights read and written the other way round. */
export const transposeBytes = (elements: number): number => 2 * elements;
/** The scales of FP8 tiles, read and written column by column, as the tensor cores' kernels want them. */
export const scaleBytes = (elements: number): number => (2 * 4 * elements) / 128;
/** BF16 read and written. */
export const passBytes = (elements: number): number => 4 * elements;
