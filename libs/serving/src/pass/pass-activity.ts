/** What an operation of a pass needs of tensor cores and memory: its share of the power (energy.md). */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type Activity,
  type ExpertLayerShape,
  type KernelPrecision,
  activityOf,
  operandBytes,
  operationActivity,
} from '@railyard/parallelism';
import { type DecodeOperation } from './decode-operations.js';

/** @param cacheBytes of an element of the cache */
export function passActivity(device: DeviceSpec, operation: DecodeOperation, cacheBytes: number): Activity {
  switch (operation.kind) {
    case 'expert-layer':
      return expertActivity(device, operation);
    case 'cache-attention': {
      const { batch, heads, keyValueHeads, context, headDimQk, headDimV, latent } = operation;
      const flops = 2 * batch * heads * context * (headDimQk + headDimV);
      const read = batch * keyValueHeads * context * (headDimQk + (latent ? 0 : headDimV)) * cacheBytes;
      return activityOf(device, flops, 'bf16', read);
    }
    case 'gemm': {
      const whole = operationActivity(device, operation);
      const { weightBytes, n, k, precision } = operation;
      if (weightBytes === undefined) return whole;
      const saved = activityOf(device, 0, 'bf16', (operandBytes(precision) - weightBytes) * n * k);
      return { tensorS: whole.tensorS, memoryS: whole.memoryS - saved.memoryS };
    }
    default:
      return operationActivity(device, operation);
  }
}

/** Bytes of a weight with its share of the scales, as products take it. */
const WEIGHT_BYTES: Readonly<Record<KernelPrecision, number>> = {
  fp32: 4,
  bf16: 2,
  'fp8-tensor': 1,
  'fp8-block': 1,
  nvfp4: 0.5625,
};

/** Gate, up and down projection of every expert that was chosen. */
export function expertWeightBytes({ rows, hidden, inner, precision, weightBytes }: ExpertLayerShape): number {
  return rows.length * 3 * hidden * inner * (weightBytes ?? WEIGHT_BYTES[precision]);
}

/** Rows go in and come out in 16 bits. */
function expertActivity(device: DeviceSpec, shape: ExpertLayerShape): Activity {
  const { rows, hidden, inner, precision } = shape;
  const sent = rows.reduce((sum, size) => sum + size, 0);
  const bytes = expertWeightBytes(shape) + 2 * 2 * sent * hidden;
  return activityOf(device, 2 * sent * 3 * hidden * inner, precision, bytes);
}
