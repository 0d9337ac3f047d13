/**
 * How much of a device work needs: seconds of its tensor cores and of its memory, each at the datasheet's
 * peak. Over the time that it takes, these are shares of what draws power.
 */
import { type DeviceSpec } from '@railyard/cluster';
import { peakTflops } from '../kernels/index.js';
import { type LayerOperation, PRECISION_RECIPES, operationBytes, operationFlops } from '../model/index.js';

export interface Activity {
  readonly tensorS: number;
  readonly memoryS: number;
}

export const IDLE: Activity = { tensorS: 0, memoryS: 0 };

/** @param bytes that memory carries */
export const activityOf = (
  device: DeviceSpec,
  flops: number,
  precision: Parameters<typeof peakTflops>[1],
  bytes: number,
): Activity => ({
  tensorS: flops === 0 ? 0 : flops / (peakTflops(device, precision) * 1e12),
  memoryS: bytes / (device.memoryBandwidthGBps * 1e9),
});

/** Of an operation of a layer; attention is a product of BF16. */
export function operationActivity(device: DeviceSpec, operation: LayerOperation): Activity {
  const flops = operation.kind === 'stream' ? 0 : operationFlops(operation);
  const precision =
    operation.kind === 'gemm' || operation.kind === 'grouped-gemm' ? operation.precision : 'bf16';
  return activityOf(device, flops, PRECISION_RECIPES[precision].kernel, operationBytes(operation));
}

export const together = (parts: Iterable<Activity>): Activity => {
  let [tensorS, memoryS] = [0, 0];
  for (const part of parts) {
    tensorS += part.tensorS;
    memoryS += part.memoryS;
  }
  return { tensorS, memoryS };
};

export const times = ({ tensorS, memoryS }: Activity, factor: number): Activity => ({
  tensorS: factor * tensorS,
  memoryS: factor * memoryS,
});
