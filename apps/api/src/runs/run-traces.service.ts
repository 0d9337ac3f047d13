import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type PreparedExperiment } from '@railyard/experiments';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { FairThreads, type WaitingClient } from '../threads/index.js';
import { type TraceOutput } from './trace.worker.js';

const WORKER = new URL('./trace.worker.js', import.meta.url);

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

  /** JSON text in UTF-8. @throws ProblemError 429 */
  async traceOf(client: WaitingClient, prepared: PreparedExperiment): Promise<Buffer> {
    const { artifacts } = this.storage.records;
    const kept = await artifacts.read(prepared.id, 'trace');
    if (kept !== null) return kept;
    const output = (await this.threads.run(client, WORKER, prepared)) as TraceOutput;
    await artifacts.store({ experimentId: prepared.id, kind: 'trace', summary: {}, ...output });
    return (await artifacts.read(prepared.id, 'trace')) as Buffer;
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.destroy();
  }
}
