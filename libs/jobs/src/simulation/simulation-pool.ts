/**
 * Worker threads that simulate, a group of small runs at a time. A run can be aborted, which ends its thread;
 * its time and heap are bounded.
 */
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { THREAD_ARGUMENTS } from '@railyard/base';
import { firstLine } from './first-line.js';
import { type SimulationEnd, SimulationGroup, type SimulationJob } from './simulation-group.js';

export interface SimulationPoolOptions {
  /** Path of the worker file, built JavaScript. */
  readonly workerFile: string;
  readonly threads: number;
  /** Of one run. */
  readonly timeoutMs: number;
  readonly heapMB: number;
}

/**
 * On a full machine, threads that answer requests, commit results and renew leases go before those that
 * compute.
 */
const NICENESS = 10;

export class SimulationPool {
  readonly threads: number;
  /** Threads beyond these for tenants who would wait for all of them; none live while none are needed. */
  readonly extraThreads: number;
  private readonly pool: Piscina;

  constructor(private readonly options: SimulationPoolOptions) {
    this.threads = options.threads;
    this.extraThreads = options.threads;
    this.pool = new Piscina({
      filename: options.workerFile,
      minThreads: 1,
      maxThreads: this.threads + this.extraThreads,
      idleTimeout: 60_000,
      // A thread that waited by Atomics would never turn its event loop: closed ports would pile up in it.
      atomics: 'disabled',
      execArgv: [...THREAD_ARGUMENTS],
      niceIncrement: NICENESS,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMB },
    });
    // A thread that dies between tasks is replaced by the pool; without a listener the process would end.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs the jobs on one thread, in order. Called for at most as many groups at a time as there are threads
   * and extra threads, so that a run's clock starts with its thread.
   * @returns the last jobs, which had no end: the thread died of one before them, or the group took longer
   * than groups should.
   */
  async run(jobs: readonly SimulationJob[]): Promise<readonly SimulationJob[]> {
    const group = new SimulationGroup(jobs, this.options.timeoutMs);
    const { port1, port2 } = new MessageChannel();
    group.listen(port1);
    try {
      const runs = jobs.map(({ id, document }) => ({ id, document }));
      await this.pool.run({ runs, port: port2 }, { transferList: [port2], signal: group.signal });
      return group.remaining();
    } catch (error) {
      return group.remainingAfterDeath((timedOut) =>
        timedOut ? this.timeout() : this.failureOf(error as Error),
      );
    } finally {
      group.close();
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private timeout(): SimulationEnd {
    return {
      kind: 'failed',
      code: 'timed-out',
      message: `The run exceeded its time limit of ${this.options.timeoutMs / 1000} s.`,
    };
  }

  private failureOf(error: Error): SimulationEnd {
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
      return {
        kind: 'failed',
        code: 'out-of-memory',
        message: `The run exceeded its memory limit of ${this.options.heapMB} MB.`,
      };
    return { kind: 'failed', code: 'crashed', message: firstLine(error.message) };
  }
}
