/** What of silent corruption people notice without any detector. */
import { type DurationSpec, type FaultClassSpec } from './profile-spec.js';

/**
 * 3 of 18 incidents in 35 million GPU-hours showed as training failures such as NaN; 95 % interval .036 to
 * .414 (AEGIS, OSDI 2026, read in two full-text notes). Derived.
 */
export const VISIBLE_SHARE = 1 / 6;

/**
 * Spread of the delay: with a median of 4 h, 95 % are noticed within 24 h. The order of magnitude is
 * published ("many hours", Gemini 2.5, arXiv 2507.06261; days, SDCHunter), the shape is assumed.
 */
export const VISIBLE_SIGMA = 1.089;

export interface Visibility {
  /** Share of the corruptions that people notice. */
  readonly share: number;
  readonly delay: DurationSpec;
}

export function visibilityOf({ effect, detectionS }: FaultClassSpec): Visibility {
  const stated = effect.kind === 'corrupt' ? effect : undefined;
  return {
    share: stated?.visibleShare ?? VISIBLE_SHARE,
    delay: stated?.visibleDelay ?? { kind: 'log-normal', medianS: detectionS, sigma: VISIBLE_SIGMA },
  };
}
