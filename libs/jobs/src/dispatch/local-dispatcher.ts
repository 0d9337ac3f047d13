/**
 * The dispatcher that needs nothing but the database: the job table is the queue, and threads of this process
 * compute.
 */
import { type JobCounts, type Records, type RunEntity } from '@railyard/database';
import { type DispatchCounters, type DispatchLog } from '../dispatch-log.js';
import { type RunExecutor } from '../execution/index.js';
import { type EventFeed } from './event-feed.js';
import { type JobDispatcher, type RunListener } from './job-dispatcher.js';
import { LeaseWatch } from './lease-watch.js';

export interface LocalDispatcherOptions {
  readonly records: {
    readonly leases: Pick<Records['leases'], 'all' | 'claimNext' | 'expire' | 'waitingTenants'>;
    readonly runs: Pick<Records['runs'], 'cancel'>;
    readonly outbox: Pick<Records['outbox'], 'counts'>;
  };
  readonly executor: Pick<
    RunExecutor,
    | 'owner'
    | 'threads'
    | 'prefetch'
    | 'activeCount'
    | 'activeByTenant'
    | 'extraThreads'
    | 'freeThreads'
    | 'execute'
    | 'abort'
    | 'drain'
  >;
  readonly feed: EventFeed;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  /** Runs leased at a time: the threads, and a few more so that no thread waits for the database. */
  readonly capacity: number;
  /** A lease whose heartbeat stands still for so long is dead. */
  readonly leaseMs: number;
}

/** How often it polls for jobs that other processes submitted and for dead leases. */
const POLL_MS = 1000;

export class LocalDispatcher implements JobDispatcher {
  private readonly watch: LeaseWatch;
  private readonly timer: NodeJS.Timeout;
  private claiming: Promise<void> | null = null;
  private again = false;
  private draining = false;

  constructor(private readonly options: LocalDispatcherOptions) {
    this.watch = new LeaseWatch(options.leaseMs);
    this.timer = setInterval(() => void this.poll(), POLL_MS);
    void this.poll();
  }

  /** The rows are the queue already; they only have to be noticed. */
  wake(): void {
    void this.claim();
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
    await this.claiming;
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

  private async poll(): Promise<void> {
    const { records, counters, log } = this.options;
    try {
      const dead = this.watch.observe(await records.leases.all(), performance.now());
      if (dead.length > 0) {
        const expired = await records.leases.expire(dead);
        counters.expired += expired;
        log.warn({ runs: dead.map(({ runId }) => runId) }, 'leases of dead runners expired');
      }
    } catch (error) {
      log.warn({ err: error }, 'leases could not be checked; trying again');
    }
    await this.claim();
  }

  /** One claim at a time; a call during one makes it claim once more. */
  private claim(): Promise<void> {
    this.again = true;
    this.claiming ??= this.claimUpToCapacity().finally(() => {
      this.claiming = null;
      // A call may have come between the last claim and here.
      if (this.again && !this.draining) void this.claim();
    });
    return this.claiming;
  }

  private async claimUpToCapacity(): Promise<void> {
    const { records, executor, capacity, log } = this.options;
    try {
      while (this.again && !this.draining) {
        this.again = false;
        const places = Math.max(0, capacity + executor.prefetch - executor.activeCount);
        const held = executor.activeByTenant();
        if (places === 0 && !(await this.hasOthersWaiting(held))) return;
        const leases = await records.leases.claimNext(
          executor.owner,
          { places, extra: executor.extraThreads, held },
          executor.freeThreads,
        );
        for (const lease of leases) {
          void executor.execute(lease).then(() => (this.draining ? undefined : this.claim()));
        }
        if (places > 0 && leases.length >= places) this.again = true;
      }
    } catch (error) {
      log.warn({ err: error }, 'jobs could not be claimed; trying again');
    }
  }

  /** Tenants none of whose runs this process computes, while it computes as much as it should. */
  private async hasOthersWaiting(held: ReadonlyMap<string, number>): Promise<boolean> {
    const { records, executor } = this.options;
    if (executor.extraThreads === 0) return false;
    return (await records.leases.waitingTenants()).some((tenant) => !held.has(tenant));
  }
}
