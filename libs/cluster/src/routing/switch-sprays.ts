/**
 * Spraying where every link that is not down runs at its full rate: each switch divides what it gets over the
 * next switches in proportion to what it can send that way, which is evenly in every network here.
 */
import { type SwitchPaths } from './switch-paths.js';

/** How a message divides over every shortest path; `shares` add up to 1 across any cut. */
export interface Spray {
  readonly links: Int32Array;
  readonly shares: Float64Array;
}

export class SwitchSprays {
  private readonly known = new Map<number, Spray>();
  private readonly reach: (Float64Array | undefined)[] = [];

  constructor(private readonly paths: SwitchPaths) {}

  /** `from` and `to` are connected. */
  between(from: number, to: number): Spray {
    const key = this.paths.pair(from, to);
    let spray = this.known.get(key);
    if (spray === undefined) {
      spray = this.divide(from, to);
      this.known.set(key, spray);
    }
    return spray;
  }

  /**
   * Adds to `loads` [links] what crosses each link when `inflow[s]` goes from every switch s (numbered from
   * the first) to `to`: what meets at a switch on its way to one destination divides there alike, wherever it
   * came from.
   */
  pour(to: number, inflow: Float64Array, loads: Float64Array): void {
    const { first, capacity } = this.paths;
    const held = inflow.slice();
    for (const at of this.paths.farthestFirst(to)) {
      const amount = held[at - first];
      if (amount === 0 || at === to) continue;
      const total = this.reachable(at, to);
      for (const [neighbour, group] of this.paths.byNeighbour(at, to)) {
        const part = (amount * Math.min(group.capacity, this.reachable(neighbour, to))) / total;
        held[neighbour - first] += part;
        for (const link of group.links) loads[link] += (part * capacity[link]) / group.capacity;
      }
    }
  }

  /**
   * What `at` can send to `to`, bytes/s: the sum over next switches of the smaller of the links to it and
   * what it can pass on.
   */
  private reachable(at: number, to: number): number {
    if (at === to) return Infinity;
    const { first, count } = this.paths;
    const rates = (this.reach[to - first] ??= new Float64Array(count).fill(-1));
    const known = rates[at - first];
    if (known >= 0) return known;
    let total = 0;
    for (const [neighbour, group] of this.paths.byNeighbour(at, to))
      total += Math.min(group.capacity, this.reachable(neighbour, to));
    rates[at - first] = total;
    return total;
  }

  private divide(from: number, to: number): Spray {
    const links: number[] = [];
    const shares: number[] = [];
    let level = new Map([[from, 1]]);
    while (!level.has(to)) {
      const after = new Map<number, number>();
      for (const [at, share] of level) {
        const total = this.reachable(at, to);
        for (const [neighbour, group] of this.paths.byNeighbour(at, to)) {
          const part = (share * Math.min(group.capacity, this.reachable(neighbour, to))) / total;
          after.set(neighbour, (after.get(neighbour) ?? 0) + part);
          for (const link of group.links) {
            links.push(link);
            shares.push((part * this.paths.capacity[link]) / group.capacity);
          }
        }
      }
      level = after;
    }
    return { links: Int32Array.from(links), shares: Float64Array.from(shares) };
  }
}
