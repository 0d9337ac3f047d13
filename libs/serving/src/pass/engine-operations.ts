/**
 * The operations of a layer as an inference engine runs them: those of a training forward, with what engines
 * fuse taken together. Sums with the residual stream are part of the norm after them, casts part of the norm,
 * activation or attention that makes their input, and the gate is one kernel.
 */
import {
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  type Precision,
  type StreamOperation,
  layerOperations,
} from '@railyard/parallelism';

/** DeepSeek's training recipe has kernels of its own around its matrices; engines cast row by row. */
const castAs = (precision: Precision): Precision => (precision === 'fp8' ? 'fp8-row' : precision);

const CASTS: ReadonlySet<StreamOperation['kernel']> = new Set([
  'cast',
  'quantize',
  'quantize-transposed',
  'engine-quantize',
  'dynamic-quantize',
]);

export function engineOperations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
): readonly LayerOperation[] {
  const precision = castAs(shape.precision);
  const operations = layerOperations(model, kind, { ...shape, precision });
  let residualBytes = 0;
  return operations.flatMap((operation): readonly LayerOperation[] => {
    if (operation.kind !== 'stream')
      return [
        operation.precision === precision ? { ...operation, precision: shape.precision } : operation,
      ] as readonly LayerOperation[];
    if (operation.kernel === 'residual') {
      residualBytes += operation.bytes;
      return [];
    }
    if (CASTS.has(operation.kernel)) return [];
    if (operation.name === 'gate') return [{ ...operation, launches: 1 }];
    const bytes = operation.bytes + residualBytes;
    residualBytes = 0;
    return [{ ...operation, bytes }];
  });
}
