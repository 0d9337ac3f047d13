/**
 * Links by fair share, lowest first; the order of equal ones is kept, so that a bottleneck stays before the
 * other links of its variables.
 */
import { type ProgressiveFilling } from './progressive-filling.js';

export class FairShareOrder {
  /** [places] link. */
  readonly order: Int32Array;
  /** [links] its place. */
  readonly place: Int32Array;
  private links = 0;

  /** `fairShare`: [links], read whenever something moves. */
  constructor(private readonly fairShare: Float64Array) {
    this.order = new Int32Array(fairShare.length);
    this.place = new Int32Array(fairShare.length);
  }

  /** The order in which `links` links filled; behind them those that did not. */
  arrange(links: number, { filled, filledCount }: ProgressiveFilling): void {
    const { order, place, fairShare } = this;
    this.links = links;
    for (let i = 0; i < filledCount; i += 1) place[filled[i]] = i;
    order.set(filled.subarray(0, filledCount));
    order.subarray(0, filledCount).sort((a, b) => fairShare[a] - fairShare[b] || place[a] - place[b]);
    let next = filledCount;
    for (let link = 0; link < links; link += 1) if (fairShare[link] === Infinity) order[next++] = link;
    for (let i = 0; i < links; i += 1) place[order[i]] = i;
  }

  /** Whether the link at this place is lower than the one before. */
  isLow(at: number): boolean {
    return at > 0 && this.fairShare[this.order[at - 1]] > this.fairShare[this.order[at]];
  }

  /** Moves the link at place `from` before all with a higher fair share; returns its new place. */
  sink(from: number): number {
    const { order, place, fairShare } = this;
    const link = order[from];
    const own = fairShare[link];
    let at = from;
    for (; at > 0 && fairShare[order[at - 1]] > own; at -= 1) {
      order[at] = order[at - 1];
      place[order[at]] = at;
    }
    order[at] = link;
    place[link] = at;
    return at;
  }

  /** Moves the link at place `from` behind all with a lower fair share. */
  rise(from: number): void {
    const { order, place, fairShare } = this;
    const link = order[from];
    const own = fairShare[link];
    let at = from;
    for (; at + 1 < this.links && fairShare[order[at + 1]] < own; at += 1) {
      order[at] = order[at + 1];
      place[order[at]] = at;
    }
    order[at] = link;
    place[link] = at;
  }
}
