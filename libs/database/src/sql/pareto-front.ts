/**
 * Points that none beats, kept as points come: a point is beaten by one that is no worse in both costs and
 * better in one.
 */

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
    const equal = this.steps.at(at);
    if (at < this.steps.length && equal?.first === first && equal.second === second) {
      equal.positions.push(position);
      return;
    }
    // The step before costs less of the first and the least of the second among all such.
    const before = at > 0 ? this.steps[at - 1] : undefined;
    const beside = at < this.steps.length && this.steps[at].first === first ? this.steps[at] : undefined;
    if ((before !== undefined && before.second <= second) || (beside !== undefined && beside.second < second))
      return;
    let beaten = 0;
    while (at + beaten < this.steps.length && this.steps[at + beaten].second >= second) beaten += 1;
    this.steps.splice(at, beaten, { first, second, positions: [position] });
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
      if (this.steps[middle].first < first) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
