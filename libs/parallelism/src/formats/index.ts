/** Formats: numbers of few bits as codecs, sums of their products, and what they lose. */
export { accumulationErrors } from './accumulation.js';
export { formatErrors } from './format-errors.js';
