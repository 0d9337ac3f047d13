/** Results to make reports of in specs. */
export { resultWith } from './results.js';
