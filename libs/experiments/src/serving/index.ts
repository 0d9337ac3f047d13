export { type PreparedServing, prepareServing, runServing, type ServingResult } from './run-serving.js';
