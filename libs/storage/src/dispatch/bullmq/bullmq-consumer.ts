/** A runner's side of the queue: takes jobs, leases their rows and computes them in its threads. */
import { DelayedError, type Job, Worker } from 'bullmq';
import { type Redis } from 'ioredis';
import { type Records } from '../../records/index.js';
import { type DispatchLog } from '../dispatch-log.js';
import { type RunExecutor } from '../run-executor.js';
import { LOCK_MS, MAX_STALLED, QUEUE_NAME, type RunJob, STALLED_CHECK_MS, patientConnection } from './queue.js';

export interface BullMqConsumerOptions {
  readonly records: Records;
  readonly executor: RunExecutor;
  readonly log: DispatchLog;
  readonly redisUrl: string;
  readonly prefix: string;
  /** Jobs held at a time. */
  readonly capacity: number;
}

/** Before a job is looked at again whose lease another holds. */
const HELD_DELAY_MS = 1000;

export class BullMqConsumer {
  private readonly connection: Redis;
  private readonly worker: Worker<RunJob>;
  private draining = false;

  constructor(private readonly options: BullMqConsumerOptions) {
    this.connection = patientConnection(options.redisUrl);
    this.connection.on('error', (error) => options.log.warn({ reason: error.message }, 'Redis is not reachable'));
    this.worker = new Worker<RunJob>(QUEUE_NAME, (job, token) => this.process(job, token), {
      connection: this.connection,
      prefix: options.prefix,
      concurrency: options.capacity,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    this.worker.on('error', (error) => options.log.warn({ reason: error.message }, 'the queue reports an error'));
  }

  /** Takes no more jobs; running ones end within the executor's grace period or go back to the queue. */
  async drain(): Promise<void> {
    this.draining = true;
    const closed = this.worker.close();
    await this.options.executor.drain();
    await closed;
    this.connection.disconnect();
  }

  private async process(job: Job<RunJob>, token: string | undefined): Promise<void> {
    const { records, executor } = this.options;
    const { runId } = job.data;
    if (this.draining) return this.putBack(job, token, 0);
    const lease = await records.leases.claim(executor.owner, runId);
    if (lease === null) {
      if (await records.outbox.isLive(runId)) await this.putBack(job, token, HELD_DELAY_MS);
      return;
    }
    if ((await executor.execute(lease)) === 'returned') await this.putBack(job, token, 0);
  }

  /** Ends in the error by which BullMQ knows that the job was moved. */
  private async putBack(job: Job<RunJob>, token: string | undefined, delayMs: number): Promise<never> {
    await job.moveToDelayed(Date.now() + delayMs, token);
    throw new DelayedError();
  }
}
