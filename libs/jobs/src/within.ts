import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a promise, but no longer than this, and leaves no timer behind. */
export async function within(ms: number, awaited: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const late = delay(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([awaited, late]).finally(() => stop.abort());
}
