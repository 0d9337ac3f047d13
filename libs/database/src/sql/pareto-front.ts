/**
 * The Pareto front of points that come one by one: those that no other dominates. A point dominates another
 * when it costs no more in both costs and less in one.
 */

import { elementAt } from '@railyard/base';

/** Points that are equal. */
interface Step {
  readonly first: number;
  readonly second: number;
  readonly positions: number[];
}

export class ParetoFront {
  /** By rising first and falling second cost. */
  private readonly steps: Step[] = [];

  add(position: number, first: number, second: number): void {
    const at = this.placeOf(first);
    const equalFirst = this.steps[at]?.first === first ? this.steps[at] : undefined;
    if (equalFirst?.second === second) {
      equalFirst.positions.push(position);
      return;
    }
    // The step before costs less of the first and the least of the second among all such.
    const before = this.steps[at - 1];
    if (
      (before !== undefined && before.second <= second) ||
      (equalFirst !== undefined && equalFirst.second < second)
    )
      return;
    let end = at;
    while ((this.steps[end]?.second ?? -Infinity) >= second) end += 1;
    this.steps.splice(at, end - at, { first, second, positions: [position] });
  }

  /** By first cost; equal ones in order of position. */
  positions(limit: number): number[] {
    const positions: number[] = [];
    for (const step of this.steps) {
      if (positions.length >= limit) break;
      positions.push(...step.positions.sort((a, b) => a - b).slice(0, limit - positions.length));
    }
    return positions;
  }

  /** Of the first step that costs no less of the first. */
  private placeOf(first: number): number {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (elementAt(this.steps, middle).first < first) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
