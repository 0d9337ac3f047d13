export { type Control, CONTROLS, FEEDBACK_SECONDS } from './controls.js';
export { finishPaused } from './paused-flows.js';
