import { Inject, Injectable } from '@nestjs/common';
import { type RunAccuracy } from '@railyard/experiments';
import { type ReportFormat } from '@railyard/reports';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { type AccuracyOutput, type AccuracyTask } from './accuracy.worker.js';

const WORKER = new URL('./accuracy.worker.js', import.meta.url);

/** What is known of the engine's accuracy: computed at the first request, and kept. */
@Injectable()
export class AccuracyService {
  private found: RunAccuracy | undefined;

  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws ProblemError 429 */
  async report(client: WaitingClient, format: ReportFormat): Promise<string | Uint8Array> {
    const task: AccuracyTask = { format, ...(this.found === undefined ? {} : { found: this.found }) };
    const { found, file } = await this.threads.run<AccuracyOutput>(client, WORKER, task);
    this.found = found;
    return file;
  }
}
