/** Robustness: the paper's claims about failures, priced. */
export { BYTEROBUST, DEEPSEEK_V3, LLAMA_3, MEGASCALE } from './published.js';
export { type RobustnessFindings, robustness } from './robustness.js';
