/**
 * Calibration: how the kernels of a device behave, as data with provenance, fitted to measured kernels by
 * tools/fit-kernels.mjs. docs/model/calibration.md.
 */
export {
  CONSTANT_CATALOG,
  CONSTANT_NAMES,
  type ConstantMeaning,
  type ConstantName,
  type KernelConstants,
} from './constant-catalog.js';
export { type DeviceRecord } from './device-record.js';
export { GRAPH_GAP, LAUNCH_GAP_SECONDS } from './launch-gap.js';
export { type Calibration, calibrationInputs, calibrationOf } from './calibration-of.js';
