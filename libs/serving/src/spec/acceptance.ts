/** How often a drafted token is right. */
import { type Constant, published } from '@railyard/base';

export const DRAFT_ACCEPTANCE: Constant = published(
  0.85,
  '',
  'Insights into DeepSeek-V3 (ISCA 2025), section 2.3.3: 80 to 90 % of second tokens; the middle',
);

export const DRAFT_ACCEPTANCE_RANGE: readonly [low: number, high: number] = [0.8, 0.9];
