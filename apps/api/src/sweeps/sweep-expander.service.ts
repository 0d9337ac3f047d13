import { MessageChannel } from 'node:worker_threads';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { API_VERSION, experimentFromPreset, validateDocument } from '@railyard/experiments';
import { OverQuotaError, type SweepEntity } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { CONFIG, DISPATCHER, LOG, STORAGE } from '@railyard/service';
import { type Logger } from 'pino';
import { ACCESS, type AccessRules } from '../access/index.js';
import { invalidDocument } from '../common/index.js';
import { ApiConfig } from '../config/index.js';
import { FairThreads, type WaitingClient } from '../threads/index.js';
import { type ExpansionBatch, type Preview, type SweepOutput, type SweepTask } from './sweep-protocol.js';

const POLL_MS = 1000;
/** Heap of the expanding thread: 20,000 documents in full form. */
const HEAP_MB = 4096;
/** Expanding gives way to answering. */
const NICENESS = 5;
const SHARES = { threads: 2, extraThreads: 2, heapMB: HEAP_MB, niceness: NICENESS };
const WORKER = new URL('./sweep.worker.js', import.meta.url);
const SMALL_PREVIEW: SweepTask = {
  kind: 'preview',
  document: {
    apiVersion: API_VERSION,
    kind: 'Sweep',
    name: 'small',
    preset: 'deepseek-v3-mpft',
    parameters: { seed: { values: [1, 2] } },
  },
};
/** Sweeps of one tenant that may be expanding at a time. */
export const MAX_EXPANDING = 8;

/**
 * Expands sweeps that were accepted, also where another process left off, and ends those whose time is over.
 * The rows say what is left to do; two processes that expand the same sweep take turns by its count of
 * points.
 */
@Injectable()
export class SweepExpander implements OnModuleInit, OnModuleDestroy {
  /** Threads of their own for each, so that who asks does not wait for those who were answered. */
  private readonly expanding = new FairThreads({ ...SHARES, waitingPerTenant: MAX_EXPANDING });
  private readonly answering = new FairThreads({ ...SHARES, waitingPerTenant: 16 });
  private timer: NodeJS.Timeout | null = null;
  private readonly stop = new AbortController();
  private readonly expansions = new Map<
    string,
    { readonly stop: AbortController; readonly end: Promise<void> }
  >();
  private polling = false;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOG) private readonly log: Logger,
    @Inject(ACCESS) { keysRequired }: AccessRules,
  ) {
    // Without keys there is one tenant, who is never held up by another.
    if (keysRequired) this.answering.keepReady({ worker: WORKER, task: () => SMALL_PREVIEW, times: 8 });
  }

  onModuleInit(): void {
    // Schemas are compiled and presets expanded now, not while the first clients wait.
    validateDocument({ apiVersion: API_VERSION, kind: 'Sweep' }, 'Sweep');
    validateDocument(experimentFromPreset('deepseek-v3-mpft'), 'Experiment');
    this.timer = setInterval(() => void this.poll(), POLL_MS);
    void this.poll();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.stop.abort();
    await Promise.all([...this.expansions.values()].map(({ end }) => end));
    await Promise.all([this.expanding.destroy(), this.answering.destroy()]);
  }

  /** @throws ProblemError 422 when the sweep is wrong, 429 */
  async preview(client: WaitingClient, document: unknown): Promise<Preview> {
    return ((await this.answerOf(client, { kind: 'preview', document })) as { readonly preview: Preview })
      .preview;
  }

  /** Experiment ids of the points that can run. @throws ProblemError 422 when the sweep is wrong, 429 */
  async experimentsOf(client: WaitingClient, document: unknown): Promise<readonly string[]> {
    return (
      (await this.answerOf(client, { kind: 'count', document })) as {
        readonly experimentIds: readonly string[];
      }
    ).experimentIds;
  }

  /** A new sweep need not wait for the next poll. */
  begin(sweep: SweepEntity): void {
    if (this.expansions.has(sweep.id) || this.stop.signal.aborted) return;
    const stop = new AbortController();
    const end = this.expand(sweep, stop).finally(() => this.expansions.delete(sweep.id));
    this.expansions.set(sweep.id, { stop, end });
  }

  /** Ends the sweep, its expansion and its runs. */
  async cancel(id: string, reason: string | null = null): Promise<void> {
    await this.storage.records.sweeps.cancel(id, reason);
    this.expansions.get(id)?.stop.abort();
  }

  private async answerOf(
    client: WaitingClient,
    task: Exclude<SweepTask, { readonly kind: 'expand' }>,
  ): Promise<SweepOutput> {
    const gone = AbortSignal.any([this.stop.signal, client.gone]);
    const output = (await this.answering.run({ ...client, gone }, WORKER, task)) as SweepOutput;
    if ('issues' in output) throw invalidDocument(output.issues);
    return output;
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    const { sweeps, sweepTime } = this.storage.records;
    try {
      for (const { id } of await sweepTime.overdue(performance.now())) {
        await this.cancel(id, 'The sweep exceeded limits.minutes.');
        this.log.warn({ sweepId: id }, 'a sweep exceeded its limit of time');
      }
      for (const sweep of await sweeps.expanding()) this.begin(sweep);
    } catch (error) {
      this.log.warn({ err: error }, 'sweeps could not be read; trying again');
    } finally {
      this.polling = false;
    }
  }

  private async expand(
    { id, tenant, document, expanded }: SweepEntity,
    stop: AbortController,
  ): Promise<void> {
    const { sweeps } = this.storage.records;
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (batch: ExpansionBatch) => {
      void this.take(id, batch).then(
        (count) => port1.postMessage(count),
        (error: unknown) => {
          this.log.warn(
            { err: error, sweepId: id },
            'points could not be stored; the expansion starts again from its rows',
          );
          stop.abort();
        },
      );
    });
    const signal = AbortSignal.any([this.stop.signal, stop.signal]);
    try {
      const task = { kind: 'expand', document: JSON.parse(document) as unknown, from: expanded, port: port2 };
      const output = (await this.expanding.run({ tenant, gone: signal }, WORKER, task, [
        port2,
      ])) as SweepOutput;
      if ('issues' in output)
        await sweeps.fail(id, output.issues.map(({ path, message }) => `${path}: ${message}`).join('; '));
    } catch (error) {
      if (signal.aborted) return;
      this.log.error({ err: error, sweepId: id }, 'a sweep could not be expanded');
      await sweeps
        .fail(id, `The expansion ended: ${(error as Error).message.split('\n')[0]}`)
        .catch(() => undefined);
    } finally {
      port1.close();
    }
  }

  /** @returns where the expansion goes on; null when there is nothing more to take in. */
  private async take(id: string, { plan, from, points, isLast }: ExpansionBatch): Promise<number | null> {
    const { sweeps } = this.storage.records;
    const { maxLiveRuns } = this.config;
    try {
      const expanded = await sweeps.extend(id, {
        from,
        plan: JSON.stringify(plan),
        points,
        isLast,
        maxLiveRuns,
      });
      if (expanded !== null) this.dispatcher.wake();
      return expanded;
    } catch (error) {
      if (!(error instanceof OverQuotaError)) throw error;
      await sweeps.fail(
        id,
        `At most ${maxLiveRuns} runs may wait or run at a time (got ${plan.runs} of the sweep and others). ` +
          `Submit the sweep again when others have ended, or divide it.`,
      );
      return null;
    }
  }
}
