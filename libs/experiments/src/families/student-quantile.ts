/**
 * Quantile of Student's t distribution by its expansion in 1 / df about the normal quantile (Abramowitz and
 * Stegun, Handbook of Mathematical Functions, 26.7.5): 95 % within 0.2 % from 3 degrees of freedom on.
 */
import { normalQuantile } from '@railyard/base';

/** @param df degrees of freedom, 3 and more */
export function studentQuantile(p: number, df: number): number {
  const z = normalQuantile(p);
  const square = z * z;
  const terms = [
    (square + 1) / 4,
    ((5 * square + 16) * square + 3) / 96,
    (((3 * square + 19) * square + 17) * square - 15) / 384,
    ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160,
  ];
  return z * terms.reduceRight((sum, term) => (sum + term) / df, 0) + z;
}
