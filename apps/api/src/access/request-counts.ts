/**
 * Requests by who sent them, for one window of time after another, in memory that many senders cannot
 * exhaust.
 */
import { type ThrottlerStorage } from '@nestjs/throttler';

type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Senders that one window counts apart; those beyond it are counted together. */
export const MOST_SENDERS = 10_000;
const OTHERS = 'others';

export class RequestCounts implements ThrottlerStorage {
  private readonly counts = new Map<string, number>();
  private startedMs = performance.now();

  /** Senders that are counted apart now. */
  get size(): number {
    return this.counts.size;
  }

  increment(sender: string, windowMs: number, limit: number): Promise<Counted> {
    this.turnWindow(windowMs);
    const key = this.keyOf(sender);
    const before = this.counts.get(key) ?? 0;
    const isBlocked = before >= limit;
    if (!isBlocked) this.counts.set(key, before + 1);
    const leftS = Math.max(1, Math.ceil((this.startedMs + windowMs - performance.now()) / 1000));
    return Promise.resolve({
      totalHits: before + 1,
      timeToExpire: leftS,
      isBlocked,
      timeToBlockExpire: isBlocked ? leftS : 0,
    });
  }

  /** Takes one request back: it turned out to be another's. */
  decrement(sender: string): void {
    const key = this.keyOf(sender);
    const count = this.counts.get(key) ?? 0;
    if (count > 1) this.counts.set(key, count - 1);
    else this.counts.delete(key);
  }

  private keyOf(sender: string): string {
    return this.counts.has(sender) || this.counts.size < MOST_SENDERS ? sender : OTHERS;
  }

  private turnWindow(windowMs: number): void {
    if (performance.now() - this.startedMs < windowMs) return;
    this.startedMs = performance.now();
    this.counts.clear();
  }
}
