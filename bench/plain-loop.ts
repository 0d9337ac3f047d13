/** The simulations of a sweep without a service: worker threads that compute and nothing else. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type PreparedExperiment } from '@railyard/experiments';
import { type Effort } from './judgement.js';
import { type PlainLoop, type PlainOrder } from './plain-loop.worker.js';

export class PlainThreads {
  private constructor(
    private readonly workers: readonly Worker[],
    private readonly runs: number,
  ) {}

  /** Ready and warm. */
  static async start(experiments: readonly PreparedExperiment[], threads: number): Promise<PlainThreads> {
    const workers = Array.from({ length: threads }, (_, thread) => {
      const workerData: PlainLoop = {
        experiments: experiments.filter((_experiment, index) => index % threads === thread),
      };
      return new Worker(new URL('./plain-loop.worker.js', import.meta.url), { workerData });
    });
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new PlainThreads(workers, experiments.length);
  }

  /** Computes the part of the experiments between two shares, 0 to 1. */
  async compute(fromShare: number, toShare: number): Promise<Effort> {
    const perThread = this.runs / this.workers.length;
    const from = Math.round(fromShare * perThread);
    const to = Math.round(toShare * perThread);
    const before = process.cpuUsage();
    const startedMs = performance.now();
    await this.order({ kind: 'compute', from, to });
    const { user, system } = process.cpuUsage(before);
    return { wallS: (performance.now() - startedMs) / 1000, cpuS: (user + system) / 1e6 };
  }

  /**
   * SHA-256 of the canonical results of every so-manyth experiment of each thread, by its place among all.
   */
  async hashes(stride: number): Promise<ReadonlyMap<number, string>> {
    const answers = (await this.order({ kind: 'hashes', stride })) as (readonly string[])[];
    return new Map(
      answers.flatMap((hashes, thread) =>
        hashes.map((hash, index) => [index * stride * answers.length + thread, hash] as const),
      ),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private async order(order: PlainOrder): Promise<unknown[]> {
    const answers = Promise.all(this.workers.map((worker) => once(worker, 'message')));
    for (const worker of this.workers) worker.postMessage(order);
    return (await answers).map(([answer]) => answer as unknown);
  }
}
