/** A thread that runs points of a sweep. */
export { runPoint as default } from './run-point.js';
