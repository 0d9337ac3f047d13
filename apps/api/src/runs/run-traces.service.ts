import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { gunzipSync } from 'node:zlib';
import { type PreparedExperiment, type RecordRequest, recordOptions } from '@railyard/experiments';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { FairThreads, type WaitingClient } from '../threads/index.js';
import { type ReportTask } from './report.worker.js';
import { type TraceOutput, type TraceTask } from './trace.worker.js';

const WORKER = new URL('./trace.worker.js', import.meta.url);
const REPORT_WORKER = new URL('./report.worker.js', import.meta.url);

/** Traces on demand: recorded once in a thread, then stored with the result. */
@Injectable()
export class RunTracesService implements OnModuleDestroy {
  private readonly threads = new FairThreads({
    threads: 1,
    extraThreads: 1,
    waitingPerTenant: 16,
    heapMB: 2048,
    niceness: 5,
  });

  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  /**
   * JSON text in UTF-8. The whole step is stored; a part of it, or several steps, are recorded again.
   * @throws ProblemError 429; InvalidDocumentError on ranks that the job has not
   */
  async traceOf(client: WaitingClient, prepared: PreparedExperiment, kept: RecordRequest): Promise<Buffer> {
    const options = recordOptions(kept, prepared.document);
    if (options.ranks !== undefined || (options.steps ?? 1) > 1) {
      const { packed } = await this.recorded(client, { prepared, options });
      return gunzipSync(packed);
    }
    const { artifacts } = this.storage.records;
    const known = await artifacts.read(prepared.id, 'trace');
    if (known !== null) return known;
    const output = await this.recorded(client, { prepared, options });
    await artifacts.store({ experimentId: prepared.id, kind: 'trace', summary: {}, ...output });
    return (await artifacts.read(prepared.id, 'trace')) as Buffer;
  }

  /** A page of a run. @throws ProblemError 429 */
  async report(client: WaitingClient, task: ReportTask): Promise<string | Uint8Array> {
    return (await this.threads.run(client, REPORT_WORKER, task)) as string | Uint8Array;
  }

  private async recorded(client: WaitingClient, task: TraceTask): Promise<TraceOutput> {
    return (await this.threads.run(client, WORKER, task)) as TraceOutput;
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.destroy();
  }
}
