/**
 * When flows end. Every link keeps a clock: the bytes that a flow has sent which it held all the time. A flow
 * is due at a reading of its holder's clock, so a change of rates touches links, and of flows only those that
 * get another holder.
 */
import { type FairShare } from './fair-share.js';
import { NOBODY } from './shared-links.js';

/** `endsAt` of a link for which it must be worked out anew. */
const UNKNOWN = -1;

export class LinkClocks {
  /**
   * [variables] reading of its holder's clock at which the next member ends; before a variable has a holder,
   * that member's bytes.
   */
  readonly due: Float64Array;
  /**
   * [links] the clock at `since`, seconds; the first reading at which something is due that the link holds,
   * and when that is.
   */
  private readonly clock: Float64Array;
  private readonly since: Float64Array;
  private readonly firstDue: Float64Array;
  private readonly endsAt: Float64Array;
  /** [links] 1: it holds others than those of whom `firstDue` is the first. */
  private readonly regrouped: Uint8Array;
  /** Links whose `endsAt` is UNKNOWN. */
  private readonly unknown: Int32Array;
  private unknownCount = 0;

  constructor(private readonly share: FairShare) {
    const links = share.level.length;
    this.due = new Float64Array(share.moved.length);
    this.clock = new Float64Array(links);
    this.since = new Float64Array(links);
    this.firstDue = new Float64Array(links);
    this.endsAt = new Float64Array(links);
    this.regrouped = new Uint8Array(links);
    this.unknown = new Int32Array(links);
  }

  /** Before the first flow starts. */
  reset(): void {
    const { links } = this.share.on;
    this.clock.fill(0, 0, links);
    this.endsAt.fill(Infinity, 0, links);
    this.regrouped.fill(1, 0, links);
    this.unknownCount = 0;
  }

  /** Goes on from `time` with the levels and holders of the last `settle`. */
  follow(time: number): void {
    const { clock, since, due } = this;
    const { changed, changedCount, oldLevel, moved, movedCount, oldHolder, on } = this.share;
    for (let i = 0; i < changedCount; i += 1) {
      const link = changed[i];
      clock[link] = oldLevel[link] === Infinity ? 0 : clock[link] + oldLevel[link] * (time - since[link]);
      since[link] = time;
      this.forget(link);
    }
    for (let i = 0; i < movedCount; i += 1) {
      const v = moved[i];
      const from = oldHolder[v];
      const to = on.holder[v];
      if (from === to) continue;
      const left = from === NOBODY ? due[v] : due[v] - this.reading(from, time);
      due[v] = this.reading(to, time) + (left > 0 ? left : 0);
      this.regroup(to);
      if (from !== NOBODY) this.regroup(from);
    }
    this.foresee(time);
  }

  /** What is held by the link has changed. */
  regroup(link: number): void {
    this.regrouped[link] = 1;
    this.forget(link);
  }

  private forget(link: number): void {
    if (this.endsAt[link] === UNKNOWN) return;
    this.endsAt[link] = UNKNOWN;
    this.unknown[this.unknownCount++] = link;
  }

  private foresee(time: number): void {
    const { unknown, regrouped, firstDue, endsAt, clock, since, share } = this;
    for (let i = 0; i < this.unknownCount; i += 1) {
      const link = unknown[i];
      if (regrouped[link] === 1) {
        regrouped[link] = 0;
        firstDue[link] = this.firstOf(link);
      }
      const rest = firstDue[link] - clock[link];
      if (firstDue[link] === Infinity) endsAt[link] = Infinity;
      else endsAt[link] = rest > 0 ? since[link] + rest / share.level[link] : time;
    }
    this.unknownCount = 0;
  }

  private firstOf(link: number): number {
    const { due } = this;
    const { linkStart, held, slotVar } = this.share.on;
    const end = linkStart[link] + held[link];
    let first = Infinity;
    for (let slot = linkStart[link]; slot < end; slot += 1) {
      const at = due[slotVar[slot]];
      if (at < first) first = at;
    }
    return first;
  }

  /** The clock of a link, bytes. */
  private reading(link: number, time: number): number {
    const level = this.share.level[link];
    return level === Infinity ? this.clock[link] : this.clock[link] + level * (time - this.since[link]);
  }

  /** Bytes that the next member of variable v has left. */
  left(v: number, time: number): number {
    const holder = this.share.on.holder[v];
    return holder === NOBODY ? this.due[v] : Math.max(0, this.due[v] - this.reading(holder, time));
  }

  /** When the next flow ends at the present levels. */
  soonest(): number {
    const { endsAt } = this;
    const { links } = this.share.on;
    let soonest = Infinity;
    for (let link = 0; link < links; link += 1) {
      const at = endsAt[link];
      if (at < soonest) soonest = at;
    }
    return soonest;
  }

  /** Whether something that the link holds ends by `time`. */
  endsBy(link: number, time: number): boolean {
    return this.endsAt[link] <= time;
  }

  /**
   * The clock of a link of which `endsBy(link, time)`: at least the first reading at which something is due.
   */
  reached(link: number, time: number): number {
    return Math.max(this.firstDue[link], this.reading(link, time));
  }

  /** When the clock of a link reads `due`. */
  timeOf(link: number, due: number): number {
    const rest = due - this.clock[link];
    return rest > 0 ? this.since[link] + rest / this.share.level[link] : this.since[link];
  }
}
