/** A part of a layer: what it does in each pass. Parts run in order forward and in reverse order backward. */
import { type StreamKernel } from '../kernels/index.js';
import {
  type GemmOperation,
  type MatrixOperation,
  type LayerOperation,
  type OperationSection,
  type StreamOperation,
  inputGradientOf,
  weightGradientOf,
} from './operation.js';
import { lateCasts, operandCasts, repeatedCast } from './quantization.js';

export interface OperationPart {
  readonly forward: readonly LayerOperation[];
  /** What selective recomputation repeats before the backward. */
  readonly recompute: readonly LayerOperation[];
  readonly backwardInput: readonly LayerOperation[];
  readonly backwardWeight: readonly LayerOperation[];
}

type StreamOptions = {
  readonly kernel: StreamKernel;
  readonly read: number;
  readonly write: number;
  readonly launches?: number;
};

export function stream(
  name: string,
  section: OperationSection,
  pass: StreamOperation['pass'],
  options: StreamOptions,
): StreamOperation {
  return {
    kind: 'stream',
    name,
    section,
    pass,
    kernel: options.kernel,
    kernelPass: pass === 'backward-input' ? 'backward' : 'forward',
    bytes: options.read + options.write,
    launches: options.launches ?? 1,
  };
}

/**
 * RMSNorm over `rows` of `width` BF16 elements; its backward reads input and output gradient. Recomputed
 * rather than kept.
 */
export function rmsNorm(name: string, section: OperationSection, rows: number, width: number): OperationPart {
  const bytes = 2 * rows * width;
  const forward = stream(name, section, 'forward', { kernel: 'rmsnorm', read: bytes, write: bytes });
  return {
    forward: [forward],
    recompute: [{ ...forward, pass: 'recompute' }],
    backwardInput: [
      stream(name, section, 'backward-input', { kernel: 'rmsnorm', read: 2 * bytes, write: bytes }),
    ],
    backwardWeight: [],
  };
}

/** The model's norm: RMSNorm, or LayerNorm with its means. */
export function layerNorm(
  kind: 'rmsnorm' | 'layernorm',
  name: string,
  section: OperationSection,
  rows: number,
  width: number,
): OperationPart {
  const part = rmsNorm(name, section, rows, width);
  if (kind === 'rmsnorm') return part;
  const as = (operations: readonly LayerOperation[]): readonly LayerOperation[] =>
    operations.map((operation) =>
      operation.kind === 'stream' ? { ...operation, kernel: 'layernorm' as const } : operation,
    );
  return {
    forward: as(part.forward),
    recompute: as(part.recompute),
    backwardInput: as(part.backwardInput),
    backwardWeight: [],
  };
}

/** One tensor multiplied by a function of another of the same size; both are read again backward. */
export function gating(name: string, section: OperationSection, rows: number, width: number): OperationPart {
  const bytes = 2 * rows * width;
  const forward = stream(name, section, 'forward', { kernel: 'elementwise', read: 2 * bytes, write: bytes });
  return {
    forward: [forward],
    recompute: [{ ...forward, pass: 'recompute' }],
    backwardInput: [
      stream(name, section, 'backward-input', { kernel: 'elementwise', read: 3 * bytes, write: 2 * bytes }),
    ],
    backwardWeight: [],
  };
}

/** Sum with the residual stream; backward, the two gradients are summed. */
export function residualAdd(
  name: string,
  section: OperationSection,
  rows: number,
  width: number,
): OperationPart {
  const bytes = 2 * rows * width;
  const add = (pass: 'forward' | 'backward-input') =>
    stream(name, section, pass, { kernel: 'residual', read: 2 * bytes, write: bytes });
  return {
    forward: [add('forward')],
    recompute: [],
    backwardInput: [add('backward-input')],
    backwardWeight: [],
  };
}

/** RoPE, splits and concatenations: read once, write once. */
export function copy(
  name: string,
  section: OperationSection,
  pass: StreamOperation['pass'],
  readElements: number,
  writeElements: number,
): StreamOperation {
  return stream(name, section, pass, { kernel: 'copy', read: 2 * readElements, write: 2 * writeElements });
}

export interface LinearOptions {
  /** The input's cast is shared with an earlier matrix that reads the same tensor. */
  readonly sharesInputCast?: boolean;
  /** Selective recomputation repeats the product instead of keeping its output. */
  readonly recomputed?: boolean;
  /** Rows of the input, or of the gradient, that this rank casts before its tensor group gathers them. */
  readonly castRows?: { readonly input?: number; readonly gradient?: number };
}

/**
 * A linear layer with its casts: forward of the input, backward of the output gradient, each along both axes
 * at once where the recipe keeps the second copy for the weight gradient, which otherwise casts itself. In
 * FP32, FP16 and BF16 there are none.
 */
export function linear(forward: GemmOperation, options: LinearOptions = {}): OperationPart {
  const { name, section, precision, m, n, k } = forward;
  const { castRows } = options;
  const input = { name: `${name}-input`, section, rows: m, width: k };
  const gradient = { name: `${name}-gradient`, section, rows: m, width: n };
  const ownInput = { ...input, rows: castRows?.input ?? m };
  const ownGradient = { ...gradient, rows: castRows?.gradient ?? m };
  const casts = options.sharesInputCast === true ? [] : operandCasts(precision, ownInput, 'forward');
  const again = options.sharesInputCast === true ? [] : repeatedCast(precision, ownInput);
  return {
    forward: [...casts, forward],
    recompute: options.recomputed === true ? [...again, { ...forward, pass: 'recompute' }] : [],
    backwardInput: [...operandCasts(precision, ownGradient, 'backward-input'), inputGradientOf(forward)],
    backwardWeight: [...lateCasts(precision, [input, gradient]), weightGradientOf(forward)],
  };
}

/** A product of two activations: backward, a gradient for each of them. */
export function activationProduct(forward: MatrixOperation): OperationPart {
  return {
    forward: [forward],
    recompute: [],
    backwardInput: [inputGradientOf(forward), { ...weightGradientOf(forward), pass: 'backward-input' }],
    backwardWeight: [],
  };
}

/** Parts in sequence as one: forward and recomputation in order, gradients in reverse. */
export function inSequence(parts: readonly OperationPart[]): OperationPart {
  const reversed = parts.toReversed();
  return {
    forward: parts.flatMap((part) => part.forward),
    recompute: parts.flatMap((part) => part.recompute),
    backwardInput: reversed.flatMap((part) => part.backwardInput),
    backwardWeight: reversed.flatMap((part) => part.backwardWeight),
  };
}
