/** Errors of many rows as three figures. */
import { quantileSorted } from 'simple-statistics';

export interface ErrorSummary {
  readonly rows: number;
  /** Of the absolute relative error; null without rows. */
  readonly medianPct: number | null;
  readonly p90Pct: number | null;
  /** Median of the signed error: positive where the model is slower. */
  readonly biasPct: number | null;
}

/** @param rows of which the errors are; some may have none */
export function summarizeErrors(errorsPct: readonly number[], rows: number): ErrorSummary {
  if (errorsPct.length === 0) return { rows, medianPct: null, p90Pct: null, biasPct: null };
  const signed = errorsPct.toSorted((a, b) => a - b);
  const absolute = errorsPct.map(Math.abs).sort((a, b) => a - b);
  return {
    rows,
    medianPct: quantileSorted(absolute, 0.5),
    p90Pct: quantileSorted(absolute, 0.9),
    biasPct: quantileSorted(signed, 0.5),
  };
}
