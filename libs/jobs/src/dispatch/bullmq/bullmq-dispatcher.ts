/**
 * The dispatcher for any number of runner processes: jobs go from the outbox to a BullMQ queue, and a
 * reconciler keeps the two equal.
 */
import { Queue } from 'bullmq';
import { type Redis } from 'ioredis';
import { elementAt } from '@railyard/base';
import { type JobCounts, type Records, type RunEntity } from '@railyard/database';
import { type DispatchCounters, type DispatchLog } from '../../dispatch-log.js';
import { within } from '../../within.js';
import { type EventFeed } from '../event-feed.js';
import { type JobDispatcher, type RunListener } from '../job-dispatcher.js';
import { LeaseWatch } from '../lease-watch.js';
import { OutageLog } from './outage-log.js';
import {
  FIRST_QUEUE_NAME,
  QUEUE_NAME,
  type RankedGroup,
  type RunJob,
  failFastConnection,
  groupsOf,
  rankedGroups,
  threadsIn,
} from './queue.js';

export interface BullMqDispatcherOptions {
  readonly records: Records;
  readonly feed: EventFeed;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  readonly redisUrl: string;
  /** Keeps queues of several installations on one Redis apart. */
  readonly prefix: string;
  readonly leaseMs: number;
}

const FLUSH_MS = 1000;
const RECONCILE_MS = 5000;
const DRAIN_MS = 2000;
const BATCH = 1000;

export class BullMqDispatcher implements JobDispatcher {
  private readonly connection: Redis;
  private readonly queue: Queue<RunJob>;
  private readonly firstQueue: Queue<RunJob>;
  private readonly outages: OutageLog;
  private readonly watch: LeaseWatch;
  private readonly timers: readonly NodeJS.Timeout[];
  private flushing: Promise<void> | null = null;
  private again = false;
  private reconciling: Promise<void> | null = null;

  constructor(private readonly options: BullMqDispatcherOptions) {
    this.watch = new LeaseWatch(options.leaseMs);
    this.connection = failFastConnection(options.redisUrl);
    this.outages = new OutageLog(this.connection, options.log);
    this.queue = this.open(QUEUE_NAME);
    this.firstQueue = this.open(FIRST_QUEUE_NAME);
    this.timers = [
      setInterval(() => void this.flush(), FLUSH_MS),
      setInterval(() => void this.reconcile(), RECONCILE_MS),
    ];
    void this.flush();
  }

  /** The rows are in the outbox already; this sends them on at once. */
  wake(): void {
    void this.flush();
  }

  /** What is still in the queue will find no row. */
  cancel(tenant: string, runId: string): Promise<RunEntity | null> {
    return this.options.records.runs.cancel(tenant, runId);
  }

  observe(runId: string, afterNumber: number, listener: RunListener): () => void {
    return this.options.feed.observe(runId, afterNumber, listener);
  }

  async drain(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    // What is still on its way when Redis does not answer stays in the outbox.
    await within(DRAIN_MS, Promise.all([this.flushing, this.reconciling]));
    this.connection.disconnect();
    for (const queue of [this.queue, this.firstQueue]) await queue.close().catch(() => undefined);
  }

  stats(): Promise<JobCounts> {
    return this.options.records.outbox.counts();
  }

  /** Every runner's connection says how many it has. */
  async threads(): Promise<number | null> {
    try {
      const counts = (await this.queue.getWorkers()).map(({ rawname }) => threadsIn(String(rawname)));
      return counts.every((count) => count !== null) ? counts.reduce((sum, count) => sum + count, 0) : null;
    } catch {
      return null;
    }
  }

  async unavailable(): Promise<string | null> {
    try {
      await this.connection.ping();
      return null;
    } catch (error) {
      return `Redis: ${(error as Error).message}`;
    }
  }

  private open(name: string): Queue<RunJob> {
    const queue = new Queue<RunJob>(name, {
      connection: this.connection,
      prefix: this.options.prefix,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    queue.on('error', () => undefined);
    return queue;
  }

  /** Outbox to queue, one flush at a time. What cannot be sent stays for the next. */
  private flush(): Promise<void> {
    this.again = true;
    this.flushing ??= this.send().finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  private async send(): Promise<void> {
    const { outbox } = this.options.records;
    try {
      while (this.again) {
        this.again = false;
        const jobs = await outbox.undispatched(BATCH);
        if (jobs.length === 0) continue;
        const groups = await rankedGroups(groupsOf(jobs, await outbox.queued(BATCH)), (...of) =>
          outbox.outstanding(...of),
        );
        await this.add(groups);
        await outbox.markDispatched(groups);
        this.again = true;
      }
    } catch (error) {
      this.outages.failed(error as Error, 'jobs stay in the outbox; trying again');
    }
  }

  /** An id that the queue knows already is ignored by it, so sending twice does no harm. */
  private async add(groups: readonly RankedGroup[]): Promise<void> {
    for (const queue of [this.firstQueue, this.queue]) {
      const own = groups.filter(({ isFirst }) => isFirst === (queue === this.firstQueue));
      if (own.length > 0) await queue.addBulk(own.map(jobOf));
    }
  }

  private reconcile(): Promise<void> {
    this.reconciling ??= this.compare().finally(() => {
      this.reconciling = null;
    });
    return this.reconciling;
  }

  /** The rows are the truth: leases of dead runners expire, and jobs that the queue lost are sent again. */
  private async compare(): Promise<void> {
    const { records, counters, log } = this.options;
    try {
      const dead = this.watch.observe(await records.leases.all(), performance.now());
      if (dead.length > 0) {
        counters.expired += await records.leases.expire(dead);
        log.warn({ runs: dead.map(({ runId }) => runId) }, 'leases of dead runners expired');
      }
      const lost = await this.lostJobs();
      if (lost.length > 0) {
        await records.outbox.returnToOutbox(lost);
        counters.restored += lost.length;
        log.warn({ count: lost.length }, 'jobs that the queue had lost are sent again');
      }
      if (dead.length + lost.length > 0) await this.flush();
    } catch (error) {
      this.outages.failed(error as Error, 'queue and database could not be compared; trying again');
    }
  }

  private async lostJobs(): Promise<string[]> {
    const lost: string[] = [];
    let last = '';
    for (;;) {
      const jobs = await this.options.records.outbox.dispatchedAfter(last, BATCH);
      if (jobs.length === 0) return lost;
      const missing = await this.missing([...new Set(jobs.map(({ entry }) => entry ?? ''))]);
      lost.push(...jobs.filter(({ entry }) => missing.has(entry ?? '')).map(({ runId }) => runId));
      last = elementAt(jobs, jobs.length - 1).runId;
    }
  }

  /** Those of the entries that the queue does not know. */
  private async missing(entries: readonly string[]): Promise<ReadonlySet<string>> {
    const pipeline = this.connection.pipeline();
    for (const entry of entries) pipeline.exists(this.queue.toKey(entry), this.firstQueue.toKey(entry));
    const answers = (await pipeline.exec()) ?? [];
    return new Set(
      entries.filter((_entry, index) => {
        const [error, exists] = elementAt(answers, index);
        if (error !== null) throw error;
        return exists === 0;
      }),
    );
  }
}

/** A run that was interrupted goes to the front, until its row says that it has to let others go first. */
function jobOf({ entry, runs, rank, first: { priority, starts } }: RankedGroup) {
  const place = priority === 0 && starts > 0 ? { lifo: true } : { priority: rank + 1 };
  return { name: 'runs', data: { runs }, opts: { jobId: entry, ...place } };
}
