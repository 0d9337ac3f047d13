/** Worker threads that simulate. A task can be aborted, which ends its thread; its time and heap are bounded. */
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type FailureCode } from '../entities/index.js';
import { type SimulationOutput, type SimulationProgress } from '../worker/simulation-protocol.js';

export interface SimulationPoolOptions {
  /** Path of the worker file, built JavaScript. */
  readonly workerFile: string;
  readonly threads: number;
  readonly timeoutMs: number;
  readonly heapMB: number;
}

/** The simulation ended without a result, through its own doing. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';

  constructor(readonly code: FailureCode, message: string) {
    super(message);
  }
}

/** The caller aborted it. */
export class SimulationAborted extends Error {
  override readonly name = 'SimulationAborted';
}

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
      resourceLimits: { maxOldGenerationSizeMb: options.heapMB },
    });
    // A thread that dies between tasks is replaced by the pool; without a listener the process would end.
    this.pool.on('error', () => undefined);
  }

  /**
   * Called for at most as many tasks at a time as there are threads, so that a task's clock starts with its thread.
   * @throws SimulationFailure when it crashed or exceeded a limit.
   * @throws SimulationAborted when the signal said so.
   */
  async run(
    { id, document }: { readonly id: string; readonly document: string },
    signal: AbortSignal,
    onProgress: (progress: SimulationProgress) => void,
  ): Promise<SimulationOutput> {
    if (signal.aborted) throw new SimulationAborted();
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    let late = false;
    const clock = setTimeout(() => {
      late = true;
      stop.abort();
    }, this.options.timeoutMs);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onProgress);
    try {
      return (await this.pool.run({ id, document, port: port2 }, { transferList: [port2], signal: stop.signal })) as SimulationOutput;
    } catch (error) {
      if (signal.aborted) throw new SimulationAborted();
      throw this.asFailure(error as Error, late);
    } finally {
      clearTimeout(clock);
      signal.removeEventListener('abort', onAbort);
      port1.close();
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private asFailure(error: Error, late: boolean): SimulationFailure {
    if (late) return new SimulationFailure('timed-out', `It ran longer than the limit of ${this.options.timeoutMs / 1000} s.`);
    if ((error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return new SimulationFailure('out-of-memory', `It needed more memory than the limit of ${this.options.heapMB} MB.`);
    }
    return new SimulationFailure('crashed', error.message.split('\n')[0]);
  }
}
