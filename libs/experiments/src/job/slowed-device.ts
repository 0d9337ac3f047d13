/** A machine whose slowest node sets the pace. */
import { type DeviceSpec } from '@railyard/cluster';

/**
 * Engines and memory of every GPU run at the pace of the slowest node: its expert group waits for it at each
 * collective and its pipelines at each boundary. Where the schedule has slack this is an upper bound.
 */
export function slowedDevice(device: DeviceSpec, slowdown: number): DeviceSpec {
  if (slowdown === 1) return device;
  return {
    ...device,
    bf16Tflops: device.bf16Tflops / slowdown,
    fp8Tflops: device.fp8Tflops / slowdown,
    fp32Tflops: device.fp32Tflops / slowdown,
    memoryBandwidthGBps: device.memoryBandwidthGBps / slowdown,
  };
}
