/** What Prometheus scrapes. Base units, no run ids as labels; a registry of its own for each server. */
import { Inject, Injectable } from '@nestjs/common';
import { type RunTotals } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { DISPATCHER, STORAGE } from '@railyard/service';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { EventStreams } from '../event-streams/index.js';

/** Of every process since the database was made: runners compute what this one hands to them. */
const TOTALS: Readonly<Record<keyof RunTotals, readonly [string, string]>> = {
  succeeded: ['railyard_runs_succeeded_total', 'Runs that were computed, by whichever process'],
  failed: ['railyard_runs_failed_total', 'Runs that failed'],
  dropped: ['railyard_results_dropped_total', 'Results that came after their lease was lost'],
  diverged: [
    'railyard_results_diverged_total',
    'Repeats whose bytes differ from the stored result; must be 0',
  ],
  computeSeconds: ['railyard_compute_seconds_total', 'Time spent computing runs'],
};

/** Of this process, which watches the queue. */
const WATCHED = {
  expired: ['railyard_leases_expired_total', 'Leases taken from dead runners'],
  restored: ['railyard_jobs_restored_total', 'Jobs that were lost from the queue and put back'],
} as const;

@Injectable()
export class MetricsService {
  private readonly registry = new Registry();
  readonly requests: Histogram<'method' | 'route' | 'status'>;

  private readonly totals: ReadonlyMap<keyof RunTotals, Counter>;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) dispatcher: JobDispatcher,
    @Inject(EventStreams) streams: EventStreams,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    const names = Object.keys(TOTALS) as (keyof RunTotals)[];
    this.totals = new Map(
      names.map((key) => {
        const [name, help] = TOTALS[key];
        return [key, new Counter({ name, help, registers })] as const;
      }),
    );
    for (const key of ['expired', 'restored'] as const) {
      const [name, help] = WATCHED[key];
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(storage.counters[key]);
        },
      });
    }
    const jobs = new Gauge({
      name: 'railyard_jobs',
      help: 'Runs that are not finished',
      labelNames: ['state'],
      registers,
      collect: async () => {
        const { waiting, running, undispatched, oldestWaitingMs } = await dispatcher.stats();
        jobs.set({ state: 'waiting' }, waiting);
        jobs.set({ state: 'running' }, running);
        jobs.set({ state: 'undispatched' }, undispatched);
        oldest.set(oldestWaitingMs / 1000);
      },
    });
    const oldest = new Gauge({
      name: 'railyard_job_oldest_waiting_seconds',
      help: 'Age of the oldest waiting run',
      registers,
    });
    new Gauge({
      name: 'railyard_event_streams',
      help: 'Clients that follow a run',
      registers,
      collect() {
        this.set(streams.count);
      },
    });
    this.requests = new Histogram({
      name: 'railyard_http_request_duration_seconds',
      help: 'Time to answer',
      labelNames: ['method', 'route', 'status'],
      registers,
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All of it, in the format of Prometheus. */
  async text(): Promise<string> {
    const totals = await this.storage.records.runs.totals();
    for (const [key, counter] of this.totals) {
      counter.reset();
      counter.inc(totals[key]);
    }
    return this.registry.metrics();
  }
}
