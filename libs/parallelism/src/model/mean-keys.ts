/** How many keys attention meets. */

/**
 * Mean number of keys that a query meets in a sequence: half of it when causal, the number of `limit` once a
 * query has that many before it.
 */
export function meanKeys(sequence: number, limit: number, causal: boolean): number {
  const reach = Math.min(sequence, limit);
  return causal ? reach - (reach * reach) / (2 * sequence) : reach;
}
