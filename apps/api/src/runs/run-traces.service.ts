import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type PreparedExperiment } from '@railyard/experiments';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { Piscina } from 'piscina';
import { type TraceOutput } from './trace.worker.js';

/** Traces on demand: recorded once in a thread, then stored with the result. */
@Injectable()
export class RunTracesService implements OnModuleDestroy {
  private pool: Piscina | null = null;

  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  /** JSON text in UTF-8. */
  async traceOf(prepared: PreparedExperiment): Promise<Buffer> {
    const { artifacts } = this.storage.records;
    const kept = await artifacts.read(prepared.id, 'trace');
    if (kept !== null) return kept;
    this.pool ??= new Piscina({
      filename: new URL('./trace.worker.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: 30_000,
      maxQueue: 50,
    });
    const output = (await this.pool.run(prepared)) as TraceOutput;
    await artifacts.store({ experimentId: prepared.id, kind: 'trace', summary: {}, ...output });
    return (await artifacts.read(prepared.id, 'trace')) as Buffer;
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool?.destroy();
  }
}
