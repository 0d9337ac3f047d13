/**
 * How far expert loads spread, from the loads of trained models. No source gives DeepSeek-V3's in
 * pre-training: the value is that of the model nearest to it in how it was trained, the range says the rest.
 */
import { type Constant, assumed, derived, invariant } from '@railyard/base';
import { type ExpertLoadSpread } from './imbalance.js';

/**
 * Coefficient of variation of one expert's load. OLMoE-1B-7B, trained with a balance loss, on C4, of its own
 * kind of text: .32, .40 and .51 in layers 0, 7 and 15; the mean of the three. DeepSeek-R1 in serving, one
 * benchmark's prompts: 1.4.
 */
export const EXPERT_LOAD_CV: Constant = assumed(
  0.41,
  '',
  'OLMoE-1B-7B on C4 (allenai/OLMoE, Apache-2.0), layers 0, 7, 15: 0.32 to 0.51; none published for V3',
);

/** Of `EXPERT_LOAD_CV`: the least and the most of the three layers. */
export const EXPERT_LOAD_CV_RANGE: readonly [number, number] = [0.32, 0.51];

/**
 * Spread between windows of 4,096 tokens over the persistent one: .218 to .569 (DeepSeek-V2-Lite, documents
 * of three domains mixed, 64 experts apart). Tokens of one document go to similar experts, so windows of many
 * documents average: the spread falls with the root of their number.
 */
export const WINDOW_SPREAD: Constant = derived(
  0.218 / 0.569,
  '',
  'DeepSeek-V2-Lite, three domains mixed (deepseek-ai/ESFT, MIT): windows of 4,096 tokens',
);
const WINDOW_TOKENS = 4096;

/**
 * Spread of the load of one GPU that holds `expertsPerGpu` experts, where a micro-batch has so many tokens in
 * the whole expert group.
 * @param expertCv coefficient of variation of one expert's load, both parts together
 */
export function loadSpread(expertCv: number, expertsPerGpu: number, tokens: number): ExpertLoadSpread {
  invariant(
    expertCv >= 0 && expertsPerGpu > 0 && tokens > 0,
    'a spread is that of experts that receive tokens',
    {
      expertCv,
      expertsPerGpu,
      tokens,
    },
  );
  const gpuCv = expertCv / Math.sqrt(expertsPerGpu);
  const ratio = WINDOW_SPREAD.value * Math.sqrt(WINDOW_TOKENS / tokens);
  const persistent = gpuCv / Math.sqrt(1 + ratio * ratio);
  return { persistent, window: persistent * ratio };
}
