export { type DecodeFindings, decodeFindings, type DecodeRung } from './decode-ladder.js';
export { MEASURED_OVER_COMPUTED } from './serving-band.js';
export { type PreparedServing, prepareServing, runServing, type ServingResult } from './run-serving.js';
