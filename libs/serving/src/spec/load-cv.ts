/** How uneven experts are in serving, where no loss balances them any more. */
import { type Constant, measured } from '@railyard/base';

/**
 * Requests of many domains together; one benchmark's prompts alone reach 1.4 (DeepSeek-R1).
 */
export const SERVING_LOAD_CV: Constant = measured(
  0.6,
  '',
  'DeepSeek-V2-Lite, three domains mixed (deepseek-ai/ESFT, MIT): .57 persistent and .22 between windows',
);

/** What lasts of the loads of mixed domains, and those of one domain alone (translation). */
export const SERVING_LOAD_CV_RANGE: readonly [low: number, high: number] = [0.57, 1.17];
