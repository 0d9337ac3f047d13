/** Prices the operations of a pass on one device. */
import { type DeviceSpec } from '@railyard/cluster';
import {
  LAUNCH_GAP_SECONDS,
  calibrationOf,
  decodeAttentionSeconds,
  expertLayerSeconds,
  operationSeconds,
  type Situation,
} from '@railyard/parallelism';
import { type DecodeOperation } from './decode-operations.js';

/** Of its time what it takes to start: gaps between kernels, and what kernels do before their work. */
export function operationStartSeconds(
  device: DeviceSpec,
  operation: DecodeOperation,
  { gapSeconds = LAUNCH_GAP_SECONDS }: Situation,
): number {
  const { expertStartSeconds, decodeStartSeconds, matrixStartSeconds } = calibrationOf(device).constants;
  if (operation.kind === 'expert-layer') return expertStartSeconds;
  if (operation.kind === 'cache-attention') return decodeStartSeconds;
  return operation.kind === 'gemm' ? gapSeconds + matrixStartSeconds : gapSeconds;
}

/** @param elementBytes of the cache */
export function passOperationSeconds(
  device: DeviceSpec,
  operation: DecodeOperation,
  situation: Situation,
  elementBytes: number,
): number {
  if (operation.kind === 'expert-layer') return expertLayerSeconds(device, operation);
  if (operation.kind !== 'cache-attention') return operationSeconds(device, operation, situation);
  const { kind: _kind, ...shape } = operation;
  return decodeAttentionSeconds(device, { ...shape, bytesPerElement: elementBytes });
}
