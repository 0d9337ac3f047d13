/** The one fitted input of the founding case. */
import { type Constant, fitted } from '@railyard/base';

/**
 * Routing imbalance of DeepSeek-V3's pre-training: no source gives it. Fitted, with every other input fixed,
 * to the time that 2,048 H800s on the multi-plane network spend in overlapped forward-backward chunks (Table
 * 4, column MPFT, row 1F1B). What else Table 4 shows, MRFT included, is predicted. `tools/fit-imbalance.mjs`
 * does the fit.
 */
export const FITTED_IMBALANCE: Constant = fitted(
  0.1605,
  '',
  'Insights into DeepSeek-V3 (ISCA 2025) Table 4, MPFT, row 1F1B (tools/fit-imbalance.mjs)',
);
