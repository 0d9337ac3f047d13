/**
 * Link calibration: what collectives reach of a device's links, as data with provenance, fitted to measured
 * collectives by tools/fit-collectives.mjs. docs/model/calibration.md.
 */
export {
  LINK_CATALOG,
  LINK_CONSTANT_NAMES,
  type LinkConstantName,
  type LinkConstants,
  type LinkEntries,
  type LinkRecord,
} from './link-constants.js';
export { type LinkCalibration, linkCalibrationOf, linkInput } from './link-calibration-of.js';
