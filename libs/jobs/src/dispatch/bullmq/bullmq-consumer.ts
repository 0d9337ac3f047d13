/** A runner's side of the queue: takes jobs, leases their rows and computes them in its threads. */
import { type Job, WaitingError, Worker } from 'bullmq';
import { type Redis } from 'ioredis';
import { type Records } from '@railyard/database';
import { type DispatchLog } from '../../dispatch-log.js';
import { type RunExecutor } from '../../execution/index.js';
import { within } from '../../within.js';
import { EntrySizes } from './entry-sizes.js';
import { OutageLog } from './outage-log.js';
import {
  FIRST_QUEUE_NAME,
  LOCK_MS,
  MAX_STALLED,
  QUEUE_NAME,
  type RunJob,
  STALLED_CHECK_MS,
  blockingConnection,
  runnerName,
  runsOf,
} from './queue.js';

export interface BullMqConsumerOptions {
  readonly records: Records;
  readonly executor: RunExecutor;
  readonly log: DispatchLog;
  readonly redisUrl: string;
  readonly prefix: string;
  /** Entries taken at a time while runs are long; more while they are short. */
  readonly capacity: number;
}

/** A leased run that would wait for longer than this is requeued. */
const MAX_WAIT_S = 4;
/** How long the queue is given to acknowledge the end. */
const DRAIN_MS = 2000;

export class BullMqConsumer {
  private readonly connection: Redis;
  private readonly worker: Worker<RunJob>;
  private readonly firstWorker: Worker<RunJob>;
  private readonly outages: OutageLog;
  private draining = false;
  /** Runs of claims under way that will take a thread. */
  private claiming = 0;
  private readonly sizes = new EntrySizes();

  constructor(private readonly options: BullMqConsumerOptions) {
    this.connection = blockingConnection(options.redisUrl);
    this.outages = new OutageLog(this.connection, options.log);
    this.worker = this.open(QUEUE_NAME, options.capacity);
    const { threads, extraThreads } = options.executor;
    this.firstWorker = this.open(FIRST_QUEUE_NAME, threads + extraThreads);
  }

  /** Takes no more jobs; running ones end within the executor's grace period or are requeued. */
  async drain(): Promise<void> {
    this.draining = true;
    const closed = Promise.all([this.worker.close(), this.firstWorker.close()]);
    await this.options.executor.drain();
    // An unreachable Redis would be waited for without end; the rows say what it did not hear.
    await within(DRAIN_MS, closed);
    this.connection.disconnect();
  }

  /** As the connection says: a command would wait until Redis is back. */
  async unavailable(): Promise<string | null> {
    return this.connection.status === 'ready' ? null : 'Redis does not answer';
  }

  private open(name: string, concurrency: number): Worker<RunJob> {
    const { prefix, executor } = this.options;
    const worker = new Worker<RunJob>(name, (job, token) => this.process(job, token), {
      connection: this.connection,
      prefix,
      name: runnerName(executor.threads),
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    worker.on('error', (error) => this.outages.failed(error, 'the queue reports an error'));
    return worker;
  }

  private async process(job: Job<RunJob>, token: string | undefined): Promise<void> {
    const { records, executor } = this.options;
    if (this.draining) return requeue(job, token);
    const runs = runsOf(job.data);
    this.sizes.add(runs.length);
    const begin = Math.max(0, Math.min(runs.length, executor.freeThreads - this.claiming));
    this.claiming += begin;
    const leases = await records.leases.claim(executor.owner, runs, begin).finally(() => {
      this.claiming -= begin;
    });
    // What it gives no lease for is void: the run has ended, or has another owner since and is in the
    // queue under another token.
    await Promise.all(leases.map((lease) => executor.execute(lease).then(() => this.balance())));
  }

  /**
   * Takes as many entries as the threads need, and keeps no more runs than will start soon: other runners may
   * be idle.
   */
  private balance(): void {
    const { capacity, executor } = this.options;
    this.worker.concurrency = Math.max(capacity, this.sizes.entriesOf(capacity + executor.prefetch));
    if (!this.draining) void executor.releaseBeyond(Math.max(capacity, executor.startableWithin(MAX_WAIT_S)));
  }
}

/**
 * Ends in the error by which BullMQ knows that the job was moved. A delay, even of nothing, would be measured
 * by the clock of the runner that takes it next.
 */
async function requeue(job: Job<RunJob>, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}
