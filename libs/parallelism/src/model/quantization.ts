/**
 * Casts of activations and gradients to the operands of a product. `fp8` has those of DeepSeek's profile
 * (`cast`, `cast-transpose`); the other recipes those of a framework: a maximum where the scale needs one,
 * then one kernel that writes the tensor along both axes, or one kernel for each axis when it is needed.
 */
import {
  type LayerOperation,
  type OperationPass,
  type OperationSection,
  type StreamOperation,
} from './operation.js';
import { PRECISION_RECIPES, type Precision } from './precision.js';
import { type StreamKernel } from '../kernels/index.js';

/** 16-bit rows x width that become an operand of a product. */
export interface CastTensor {
  readonly name: string;
  readonly section: OperationSection;
  readonly rows: number;
  readonly width: number;
}

/** Bytes per element of FP8 in 1x128 tiles: one byte and 1/128 of an FP32 scale. */
const FP8_BYTES = 1 + 4 / 128;

/** For the product that follows, with the copy for the weight gradient where both are written at once. */
export function operandCasts(
  precision: Precision,
  tensor: CastTensor,
  pass: OperationPass,
): readonly StreamOperation[] {
  if (precision === 'fp8')
    return [
      cast(`${tensor.name}-cast`, tensor, pass),
      castTranspose(`${tensor.name}-cast-transpose`, tensor, pass),
    ];
  const { quantization } = PRECISION_RECIPES[precision];
  if (quantization === undefined) return [];
  const { maximumBytes, operandBytes, axes } = quantization;
  const together = axes === 'together';
  const maximum =
    maximumBytes === 0
      ? []
      : [pass16(`${tensor.name}-maximum`, tensor, pass, 'quantize', { read: maximumBytes, write: 0 })];
  return [
    ...maximum,
    pass16(`${tensor.name}-cast`, tensor, pass, together ? 'quantize-transposed' : 'quantize', {
      read: 2,
      write: (together ? 2 : 1) * operandBytes,
    }),
  ];
}

/** What a weight gradient casts itself: tensors that were kept in 16 bits, along the other axis. */
export function lateCasts(precision: Precision, tensors: readonly CastTensor[]): readonly StreamOperation[] {
  const { quantization } = PRECISION_RECIPES[precision];
  if (quantization?.axes !== 'apart') return [];
  return tensors.map((tensor) =>
    pass16(`${tensor.name}-cast-transpose`, tensor, 'backward-weight', 'quantize-transposed', {
      read: 2,
      write: quantization.operandBytes,
    }),
  );
}

/** A recomputed product needs its input cast again, along its own axis. */
export function repeatedCast(precision: Precision, tensor: CastTensor): readonly StreamOperation[] {
  if (precision === 'fp8') return [cast(`${tensor.name}-cast`, tensor, 'recompute')];
  const { quantization } = PRECISION_RECIPES[precision];
  if (quantization === undefined) return [];
  const written = { read: 2, write: quantization.operandBytes };
  return [pass16(`${tensor.name}-cast`, tensor, 'recompute', 'quantize', written)];
}

/** BF16 rows x width to FP8 tiles. */
export const cast = (name: string, tensor: CastTensor, pass: OperationPass): StreamOperation =>
  pass16(name, tensor, pass, 'cast', { read: 2, write: FP8_BYTES });

/**
 * The same along the other axis, for a weight gradient: from BF16, or from FP8 tiles that were kept or
 * received.
 */
export const castTranspose = (
  name: string,
  tensor: CastTensor,
  pass: OperationPass,
  from: 'bf16' | 'fp8' = 'bf16',
): StreamOperation =>
  pass16(name, tensor, pass, 'cast-transpose', { read: from === 'bf16' ? 2 : FP8_BYTES, write: FP8_BYTES });

/** Memory-bound operations are written for 16-bit elements; in FP32 they move twice the bytes. */
export function ofElements(
  precision: Precision,
  operations: readonly LayerOperation[],
): readonly LayerOperation[] {
  const { elementBytes } = PRECISION_RECIPES[precision];
  if (elementBytes === 2) return operations;
  return operations.map((operation) =>
    operation.kind === 'stream' ? { ...operation, bytes: (operation.bytes * elementBytes) / 2 } : operation,
  );
}

function pass16(
  name: string,
  { section, rows, width }: CastTensor,
  pass: OperationPass,
  kernel: StreamKernel,
  each: { readonly read: number; readonly write: number },
): StreamOperation {
  const bytes = each.read * rows * width + each.write * rows * width;
  const kernelPass = pass === 'backward-input' ? 'backward' : 'forward';
  return { kind: 'stream', name, section, pass, kernel, kernelPass, bytes, launches: 1 };
}
