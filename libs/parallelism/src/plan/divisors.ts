/** Divisors near a number: what a hint proposes. */

/** The divisor of `whole` that is nearest to `wanted`; the smaller of two equally near. */
export function nearestDivisor(whole: number, wanted: number, atMost = whole): number {
  let best = 1;
  for (let divisor = 1; divisor * divisor <= whole; divisor += 1) {
    if (whole % divisor !== 0) continue;
    for (const candidate of [divisor, whole / divisor]) {
      if (candidate > atMost) continue;
      const gain = Math.abs(best - wanted) - Math.abs(candidate - wanted);
      if (gain > 0 || (gain === 0 && candidate < best)) best = candidate;
    }
  }
  return best;
}

/**
 * What divides both: a layout proposed in place of one that breaks a rule has to keep the other rules too.
 */
export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
