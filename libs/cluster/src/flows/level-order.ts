/**
 * Links by level, lowest first; equal levels stay as they stand, so that a holder keeps its place before all
 * that its variables cross.
 */
import { type ProgressiveFilling } from './progressive-filling.js';

export class LevelOrder {
  /** [places] link. */
  readonly order: Int32Array;
  /** [links] its place. */
  readonly place: Int32Array;
  private links = 0;

  /** `level`: [links], read whenever something moves. */
  constructor(private readonly level: Float64Array) {
    this.order = new Int32Array(level.length);
    this.place = new Int32Array(level.length);
  }

  /** The order in which `links` links filled; behind them those that did not. */
  arrange(links: number, { filled, filledCount }: ProgressiveFilling): void {
    const { order, place, level } = this;
    this.links = links;
    for (let i = 0; i < filledCount; i += 1) place[filled[i]] = i;
    order.set(filled.subarray(0, filledCount));
    order.subarray(0, filledCount).sort((a, b) => level[a] - level[b] || place[a] - place[b]);
    let next = filledCount;
    for (let link = 0; link < links; link += 1) if (level[link] === Infinity) order[next++] = link;
    for (let i = 0; i < links; i += 1) place[order[i]] = i;
  }

  /** Whether the link at this place is lower than the one before. */
  isLow(at: number): boolean {
    return at > 0 && this.level[this.order[at - 1]] > this.level[this.order[at]];
  }

  /** Moves the link at place `from` before all with a higher level; returns its new place. */
  sink(from: number): number {
    const { order, place, level } = this;
    const link = order[from];
    const own = level[link];
    let at = from;
    for (; at > 0 && level[order[at - 1]] > own; at -= 1) {
      order[at] = order[at - 1];
      place[order[at]] = at;
    }
    order[at] = link;
    place[link] = at;
    return at;
  }

  /** Moves the link at place `from` behind all with a lower level. */
  rise(from: number): void {
    const { order, place, level } = this;
    const link = order[from];
    const own = level[link];
    let at = from;
    for (; at + 1 < this.links && level[order[at + 1]] < own; at += 1) {
      order[at] = order[at + 1];
      place[order[at]] = at;
    }
    order[at] = link;
    place[link] = at;
  }
}
