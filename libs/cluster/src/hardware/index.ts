export { type DeviceSpec, type OwnCalibration } from './device-spec.js';
export { DEVICES, NVLINK_EFFICIENCY, NVLINK_EFFICIENCY_H100 } from './device.js';
export {
  HOP_LATENCY,
  type HopLatency,
  MEASURED_LATENCY_US,
  endpointSeconds,
  type HopSeconds,
  hopSecondsOf,
  switchSeconds,
} from './latency.js';
