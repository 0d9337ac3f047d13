/** Formats: numbers of few bits as codecs, and what they lose. */
export { formatErrors } from './format-errors.js';
