export { DEVICES, type DeviceSpec, NVLINK_EFFICIENCY } from './device.js';
