/**
 * Delivers events of runs to those who watch them, from the database, so that it does not matter which
 * process wrote them. Costs one small query per interval while anybody watches and nothing otherwise.
 */
import { elementAt } from '@railyard/base';
import { type Reader, type RunEvent, eventsAfter, latestNumbers } from '@railyard/database';
import { type DispatchLog } from '../dispatch-log.js';
import { type RunListener } from './job-dispatcher.js';

interface Watcher {
  readonly runId: string;
  readonly listener: RunListener;
  seen: number;
}

const INTERVAL_MS = 250;
const RUNS_PER_QUERY = 500;
const EVENTS_PER_QUERY = 500;

export class EventFeed {
  private readonly watchers = new Set<Watcher>();
  private timer: NodeJS.Timeout | null = null;
  private polling = false;

  constructor(
    private readonly reader: Reader,
    private readonly log: DispatchLog,
  ) {}

  get size(): number {
    return this.watchers.size;
  }

  observe(runId: string, afterNumber: number, listener: RunListener): () => void {
    const watcher = { runId, listener, seen: afterNumber };
    this.watchers.add(watcher);
    this.timer ??= setInterval(() => void this.poll(), INTERVAL_MS);
    void this.poll();
    return () => {
      this.watchers.delete(watcher);
      if (this.watchers.size === 0) this.close();
    };
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.watchers.clear();
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      const byRun = new Map<string, Watcher[]>();
      for (const watcher of this.watchers)
        byRun.set(watcher.runId, [...(byRun.get(watcher.runId) ?? []), watcher]);
      const runIds = [...byRun.keys()];
      for (let from = 0; from < runIds.length; from += RUNS_PER_QUERY) {
        const latest = await latestNumbers(this.reader, runIds.slice(from, from + RUNS_PER_QUERY));
        for (const [runId, number] of latest) await this.deliver(runId, number, byRun.get(runId) ?? []);
      }
    } catch (error) {
      this.log.warn({ err: error }, 'events could not be read; trying again');
    } finally {
      this.polling = false;
    }
  }

  private async deliver(runId: string, latest: number, watchers: readonly Watcher[]): Promise<void> {
    let from = Math.min(...watchers.map(({ seen }) => seen));
    while (from < latest) {
      const events: RunEvent[] = await eventsAfter(this.reader, runId, from, EVENTS_PER_QUERY);
      if (events.length === 0) return;
      for (const event of events) {
        for (const watcher of watchers) {
          if (event.number <= watcher.seen || !this.watchers.has(watcher)) continue;
          watcher.seen = event.number;
          watcher.listener(event);
        }
      }
      from = elementAt(events, events.length - 1).number;
    }
  }
}
