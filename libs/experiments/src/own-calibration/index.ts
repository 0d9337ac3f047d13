/** Own calibration: constants of a device from what its owner measured. docs/model/calibration.md. */
export { type FittedCalibration, type GroupFit, type OwnRows, fitOwnCalibration } from './own-calibration.js';
