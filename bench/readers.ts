/**
 * Clients that read lists and a sweep while it runs, one request after the other, and how long each answer
 * took.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { elementAt } from '@railyard/base';

/**
 * What is read in turn; a list is followed by its next page now and then, so that deep cursors are read too.
 */
const LISTS = [
  '/v1/runs?limit=50',
  '/v1/runs?limit=500',
  '/v1/runs?state=succeeded&limit=50',
  '/v1/runs?state=queued,running&limit=50',
  '/v1/runs?sort=-tokensPerDayB&limit=50',
  '/v1/runs?sort=stepTimeS&state=succeeded&limit=50',
  '/v1/runs?sort=createdAt&limit=200',
  '/v1/runs?sort=-finishedAt&limit=50',
] as const;

/**
 * Between two lists: a reader of ten a second, and one who looks at the sweep and a page of its rows four
 * times a second.
 */
const PAUSE_MS = 100;
const SWEEP_PAUSE_MS = 250;

export type Kind = 'list' | 'deep list' | 'sweep' | 'sweep runs';

export interface Reading {
  readonly kind: Kind;
  readonly path: string;
  readonly ms: number;
}

export class Readers {
  readonly readings: Reading[] = [];
  private stopped = false;
  private ended: Promise<unknown> = Promise.resolve();

  constructor(private readonly url: string) {}

  start(sweep: string): void {
    this.ended = Promise.all([this.readLists(), this.readSweep(sweep)]);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.ended;
  }

  /** The time under which a share of the answers of these kinds came; NaN when there were none. */
  quantile(share: number, ...kinds: readonly Kind[]): number {
    const times = this.readings
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    return times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  }

  /** Every list from its first page to its end, page by page, again and again. */
  private async readLists(): Promise<void> {
    const cursors = new Map<string, string | null>();
    for (let turn = 0; !this.stopped; turn += 1) {
      const list = elementAt(LISTS, turn % LISTS.length);
      const cursor = cursors.get(list) ?? null;
      const { next } = (await this.read(
        cursor === null ? 'list' : 'deep list',
        cursor === null ? list : `${list}&cursor=${cursor}`,
      )) as { next: string | null };
      cursors.set(list, next);
      await delay(PAUSE_MS);
    }
  }

  private async readSweep(sweep: string): Promise<void> {
    for (let cursor: string | null = null; !this.stopped;) {
      await this.read('sweep', sweep);
      const page: string = `${sweep}/runs?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`;
      cursor = ((await this.read('sweep runs', page)) as { next: string | null }).next;
      await delay(SWEEP_PAUSE_MS);
    }
  }

  private async read(kind: Kind, path: string): Promise<unknown> {
    const startedMs = performance.now();
    const response = await fetch(this.url + path);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
    this.readings.push({ kind, path, ms: performance.now() - startedMs });
    return JSON.parse(text) as unknown;
  }
}
