/**
 * When flows end, by virtual time. Every link keeps a clock: the bytes sent by a flow that was bottlenecked
 * at it all the time. A flow is due at a reading of its bottleneck's clock, so a change of rates touches
 * links, and of flows only those that get another bottleneck.
 */
import { type FairShare } from './fair-share.js';
import { UNASSIGNED } from './shared-links.js';

/** `endsAt` of a link for which it must be computed again. */
const UNKNOWN = -1;

export class LinkClocks {
  /**
   * [variables] reading of its bottleneck's clock at which the next member ends; before a variable has a
   * bottleneck, that member's bytes.
   */
  readonly due: Float64Array;
  /**
   * [links] the clock at `since`, seconds; the first reading at which a variable bottlenecked at
   * the link is due, and when that is.
   */
  private readonly clock: Float64Array;
  private readonly since: Float64Array;
  private readonly firstDue: Float64Array;
  private readonly endsAt: Float64Array;
  /** [links] 1: the variables bottlenecked at it have changed since `firstDue` was computed. */
  private readonly regrouped: Uint8Array;
  /** Links whose `endsAt` is UNKNOWN. */
  private readonly unknown: Int32Array;
  private unknownCount = 0;

  constructor(private readonly share: FairShare) {
    const links = share.fairShare.length;
    this.due = new Float64Array(share.reassigned.length);
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

  /** Continues from `time` with the fair shares and bottlenecks of the last `solve`. */
  follow(time: number): void {
    const { clock, since, due } = this;
    const { changed, changedCount, oldFairShare, reassigned, reassignedCount, oldBottleneck, on } =
      this.share;
    for (let i = 0; i < changedCount; i += 1) {
      const link = changed[i];
      clock[link] =
        oldFairShare[link] === Infinity ? 0 : clock[link] + oldFairShare[link] * (time - since[link]);
      since[link] = time;
      this.forget(link);
    }
    for (let i = 0; i < reassignedCount; i += 1) {
      const v = reassigned[i];
      const from = oldBottleneck[v];
      const to = on.bottleneck[v];
      if (from === to) continue;
      const left = from === UNASSIGNED ? due[v] : due[v] - this.reading(from, time);
      due[v] = this.reading(to, time) + (left > 0 ? left : 0);
      this.regroup(to);
      if (from !== UNASSIGNED) this.regroup(from);
    }
    this.updateEndTimes(time);
  }

  /** The variables bottlenecked at the link have changed. */
  regroup(link: number): void {
    this.regrouped[link] = 1;
    this.forget(link);
  }

  private forget(link: number): void {
    if (this.endsAt[link] === UNKNOWN) return;
    this.endsAt[link] = UNKNOWN;
    this.unknown[this.unknownCount++] = link;
  }

  private updateEndTimes(time: number): void {
    const { unknown, regrouped, firstDue, endsAt, clock, since, share } = this;
    for (let i = 0; i < this.unknownCount; i += 1) {
      const link = unknown[i];
      if (regrouped[link] === 1) {
        regrouped[link] = 0;
        firstDue[link] = this.firstOf(link);
      }
      const rest = firstDue[link] - clock[link];
      if (firstDue[link] === Infinity) endsAt[link] = Infinity;
      else endsAt[link] = rest > 0 ? since[link] + rest / share.fairShare[link] : time;
    }
    this.unknownCount = 0;
  }

  private firstOf(link: number): number {
    const { due } = this;
    const { linkStart, bottlenecked, slotVar } = this.share.on;
    const end = linkStart[link] + bottlenecked[link];
    let first = Infinity;
    for (let slot = linkStart[link]; slot < end; slot += 1) {
      const at = due[slotVar[slot]];
      if (at < first) first = at;
    }
    return first;
  }

  /** The clock of a link, bytes. */
  private reading(link: number, time: number): number {
    const fairShare = this.share.fairShare[link];
    return fairShare === Infinity
      ? this.clock[link]
      : this.clock[link] + fairShare * (time - this.since[link]);
  }

  /** Bytes that the next member of variable v has left. */
  left(v: number, time: number): number {
    const bottleneck = this.share.on.bottleneck[v];
    return bottleneck === UNASSIGNED
      ? this.due[v]
      : Math.max(0, this.due[v] - this.reading(bottleneck, time));
  }

  /** When the next flow ends at the present rates. */
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

  /** Whether a flow bottlenecked at the link ends by `time`. */
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
    return rest > 0 ? this.since[link] + rest / this.share.fairShare[link] : this.since[link];
  }
}
