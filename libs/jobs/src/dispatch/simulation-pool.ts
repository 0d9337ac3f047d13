/**
 * Worker threads that simulate, a group of small runs at a time. A run can be aborted, which ends its thread;
 * its time and heap are bounded.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type FailureCode } from '@railyard/database';
import {
  type GroupMessage,
  type SimulationInput,
  type SimulationOutput,
  type SimulationProgress,
} from '../worker/simulation-protocol.js';

export interface SimulationPoolOptions {
  /** Path of the worker file, built JavaScript. */
  readonly workerFile: string;
  readonly threads: number;
  /** Of one run. */
  readonly timeoutMs: number;
  readonly heapMB: number;
}

export type SimulationEnd =
  | { readonly kind: 'output'; readonly output: SimulationOutput }
  /** Through its own doing: it crashed or exceeded a limit. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
  | { readonly kind: 'aborted' };

export interface SimulationJob extends SimulationInput {
  readonly signal: AbortSignal;
  onProgress(progress: SimulationProgress): void;
  onEnd(end: SimulationEnd): void;
}

/**
 * On a full machine, threads that answer people, commit results and beat for leases go before those that
 * compute.
 */
const NICENESS = 10;

export class SimulationPool {
  readonly threads: number;
  private readonly pool: Piscina;

  constructor(private readonly options: SimulationPoolOptions) {
    this.threads = options.threads;
    this.pool = new Piscina({
      filename: options.workerFile,
      minThreads: 1,
      maxThreads: options.threads,
      idleTimeout: 60_000,
      execArgv: [],
      niceIncrement: NICENESS,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMB },
    });
    // A thread that dies between tasks is replaced by the pool; without a listener the process would end.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs the jobs on one thread, in order. Called for at most as many groups at a time as there are threads,
   * so that a run's clock starts with its thread.
   * @returns the jobs that had no end: the thread died of one before them, or the group took longer than
   * groups should.
   */
  async run(jobs: readonly SimulationJob[]): Promise<readonly SimulationJob[]> {
    const group = new Group(jobs, this.options.timeoutMs);
    const { port1, port2 } = new MessageChannel();
    group.listen(port1);
    try {
      const runs = jobs.map(({ id, document }) => ({ id, document }));
      await this.pool.run({ runs, port: port2 }, { transferList: [port2], signal: group.stop.signal });
      return group.left();
    } catch (error) {
      return group.leftBy((late) => this.asFailure(error as Error, late));
    } finally {
      group.close();
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private asFailure(error: Error, late: boolean): SimulationEnd {
    if (late)
      return {
        kind: 'failed',
        code: 'timed-out',
        message: `It ran longer than the limit of ${this.options.timeoutMs / 1000} s.`,
      };
    if ((error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return {
        kind: 'failed',
        code: 'out-of-memory',
        message: `It needed more memory than the limit of ${this.options.heapMB} MB.`,
      };
    }
    return { kind: 'failed', code: 'crashed', message: firstLine(error.message) };
  }
}

const firstLine = (text: string): string => text.split('\n')[0];

/** Follows a group: which run its thread is at, and what ends it. */
class Group {
  readonly stop = new AbortController();
  private port: MessagePort | null = null;
  private clock: NodeJS.Timeout | null = null;
  /** Runs that ended; the next is the one that the thread is at. */
  private ended = 0;
  /** The run for whose sake the thread was ended, and whether that was for its time. */
  private halted: { readonly index: number; readonly late: boolean } | null = null;
  private readonly listeners: readonly (() => void)[];

  constructor(
    private readonly jobs: readonly SimulationJob[],
    private readonly timeoutMs: number,
  ) {
    this.listeners = jobs.map((_job, index) => () => {
      if (index === this.ended) this.halt(false);
    });
    jobs.forEach(({ signal }, index) =>
      signal.addEventListener('abort', this.listeners[index], { once: true }),
    );
  }

  listen(port: MessagePort): void {
    this.port = port;
    port.on('message', (message: GroupMessage) => this.take(message));
    this.watch();
  }

  /** What the thread told before it ended or paused is heard first. */
  left(): readonly SimulationJob[] {
    this.hear();
    return this.jobs.slice(this.ended);
  }

  /** The thread died: of the run that it was at, unless it was ended for one that was over by then. */
  leftBy(failure: (late: boolean) => SimulationEnd): readonly SimulationJob[] {
    this.hear();
    const job = this.jobs.at(this.ended);
    if (job === undefined || (this.halted !== null && this.halted.index < this.ended))
      return this.jobs.slice(this.ended);
    const late = this.halted?.late === true;
    job.onEnd(job.signal.aborted && !late ? { kind: 'aborted' } : failure(late));
    return this.jobs.slice(this.ended + 1);
  }

  close(): void {
    if (this.clock !== null) clearTimeout(this.clock);
    this.jobs.forEach(({ signal }, index) => signal.removeEventListener('abort', this.listeners[index]));
    this.port?.close();
  }

  private take(message: GroupMessage): void {
    const job = this.jobs[message.index];
    if (message.kind === 'progress') {
      job.onProgress(message.progress);
      return;
    }
    this.ended = message.index + 1;
    job.onEnd(
      message.kind === 'output'
        ? { kind: 'output', output: message.output }
        : { kind: 'failed', code: 'crashed', message: firstLine(message.message) },
    );
    if (this.jobs.at(this.ended)?.signal.aborted === true) this.halt(false);
    else this.watch();
  }

  private hear(): void {
    for (
      let received = this.port && receiveMessageOnPort(this.port);
      received;
      received = this.port && receiveMessageOnPort(this.port)
    ) {
      this.take(received.message as GroupMessage);
    }
  }

  /** The clock of the run that the thread is at. */
  private watch(): void {
    if (this.clock !== null) clearTimeout(this.clock);
    const { ended } = this;
    this.clock = setTimeout(() => {
      this.hear();
      if (this.ended === ended) this.halt(true);
    }, this.timeoutMs);
  }

  private halt(late: boolean): void {
    if (this.halted !== null) return;
    this.halted = { index: this.ended, late };
    this.stop.abort();
  }
}
