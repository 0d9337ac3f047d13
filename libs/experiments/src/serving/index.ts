export { type DecodeFindings, decodeFindings, type DecodeRung } from './decode-ladder.js';
export { type PreparedServing, prepareServing, runServing, type ServingResult } from './run-serving.js';
