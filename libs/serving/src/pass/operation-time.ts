/** Prices the operations of a pass on one device. */
import { type DeviceSpec } from '@railyard/cluster';
import {
  decodeAttentionSeconds,
  expertLayerSeconds,
  operationSeconds,
  type Situation,
} from '@railyard/parallelism';
import { type DecodeOperation } from './decode-operations.js';

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
