export { type Control, CONTROL_ERRORS, type ControlError, CONTROLS, FEEDBACK_SECONDS } from './controls.js';
export { finishPaused } from './paused-flows.js';
