/**
 * The dispatcher that needs nothing but the database: the job table is the queue, and threads of this process
 * compute.
 */
import { type RunEntity } from '@railyard/database';
import { type JobCounts, type Records } from '@railyard/database';
import { type DispatchCounters, type DispatchLog } from './dispatch-log.js';
import { type EventFeed } from './event-feed.js';
import { type JobDispatcher, type RunListener } from './job-dispatcher.js';
import { LeaseWatch } from './lease-watch.js';
import { type RunExecutor } from './run-executor.js';

export interface LocalDispatcherOptions {
  readonly records: Records;
  readonly executor: RunExecutor;
  readonly feed: EventFeed;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  /** Runs leased at a time: the threads, and a few more so that no thread waits for the database. */
  readonly capacity: number;
  /** A lease whose heartbeat stands still for so long is dead. */
  readonly leaseMs: number;
}

/** How often it looks for jobs that other processes submitted and for dead leases. */
const LOOK_MS = 1000;

export class LocalDispatcher implements JobDispatcher {
  private readonly watch: LeaseWatch;
  private readonly timer: NodeJS.Timeout;
  private pumping: Promise<void> | null = null;
  private again = false;
  private draining = false;

  constructor(private readonly options: LocalDispatcherOptions) {
    this.watch = new LeaseWatch(options.leaseMs);
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  enqueue(_runId: string): Promise<void> {
    return this.enqueueMany([]);
  }

  /** The rows are the queue already; they only have to be noticed. */
  async enqueueMany(_runIds: readonly string[]): Promise<void> {
    void this.pump();
  }

  async cancel(tenant: string, runId: string): Promise<RunEntity | null> {
    const run = await this.options.records.runs.cancel(tenant, runId);
    if (run?.state === 'cancelled') this.options.executor.abort(runId);
    return run;
  }

  observe(runId: string, afterNumber: number, listener: RunListener): () => void {
    return this.options.feed.observe(runId, afterNumber, listener);
  }

  async drain(): Promise<void> {
    this.draining = true;
    clearInterval(this.timer);
    await this.pumping;
    await this.options.executor.drain();
  }

  stats(): Promise<JobCounts> {
    return this.options.records.outbox.counts();
  }

  async threads(): Promise<number> {
    return this.options.executor.threads;
  }

  async unavailable(): Promise<string | null> {
    return this.draining ? 'shutting down' : null;
  }

  private async look(): Promise<void> {
    const { records, counters, log } = this.options;
    try {
      const dead = this.watch.observe(await records.leases.held(), performance.now());
      if (dead.length > 0) {
        const expired = await records.leases.expire(dead);
        counters.expired += expired;
        log.warn({ runs: dead.map(({ runId }) => runId) }, 'leases of dead runners taken back');
      }
    } catch (error) {
      log.warn({ err: error }, 'leases could not be checked; trying again');
    }
    await this.pump();
  }

  /** One pump at a time; a wish during one is a second look afterwards. */
  private pump(): Promise<void> {
    this.again = true;
    this.pumping ??= this.claimWhileThereIsRoom().finally(() => {
      this.pumping = null;
      // A wish may have come between the last look and here.
      if (this.again && !this.draining) void this.pump();
    });
    return this.pumping;
  }

  private async claimWhileThereIsRoom(): Promise<void> {
    const { records, executor, capacity, log } = this.options;
    try {
      while (this.again && !this.draining) {
        this.again = false;
        const room = capacity + executor.appetite - executor.activeCount;
        if (room <= 0) return;
        const leases = await records.leases.claimNext(executor.owner, room, executor.freeThreads);
        for (const lease of leases) {
          void executor.execute(lease).then(() => (this.draining ? undefined : this.pump()));
        }
        if (leases.length === room) this.again = true;
      }
    } catch (error) {
      log.warn({ err: error }, 'jobs could not be claimed; trying again');
    }
  }
}
