/** The part of a timeline that is shown. */
export interface Viewport {
  readonly fromS: number;
  readonly toS: number;
}

/** As far as one can zoom in: a nanosecond. */
const LEAST_S = 1e-9;

export const whole = (endS: number): Viewport => ({ fromS: 0, toS: endS });

/** Zooms about a point that stays where it is. @param factor below 1 shows less time */
export function zoomed({ fromS, toS }: Viewport, factor: number, aroundS: number, endS: number): Viewport {
  const length = Math.min(endS, Math.max(LEAST_S, (toS - fromS) * factor));
  const share = (aroundS - fromS) / (toS - fromS);
  return inside({ fromS: aroundS - share * length, toS: aroundS + (1 - share) * length }, endS);
}

/** @param share of what is shown */
export function panned({ fromS, toS }: Viewport, share: number, endS: number): Viewport {
  const by = share * (toS - fromS);
  return inside({ fromS: fromS + by, toS: toS + by }, endS);
}

/** With a margin on both sides. */
export function around(fromS: number, toS: number, endS: number): Viewport {
  const margin = Math.max(LEAST_S, 0.1 * (toS - fromS));
  return inside({ fromS: fromS - margin, toS: toS + margin }, endS);
}

/** Moved, not shortened, unless it is longer than the timeline. */
function inside({ fromS, toS }: Viewport, endS: number): Viewport {
  const length = Math.min(endS, toS - fromS);
  const from = Math.min(Math.max(0, fromS), endS - length);
  return { fromS: from, toS: from + length };
}
