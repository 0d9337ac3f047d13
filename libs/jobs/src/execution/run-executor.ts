/**
 * Computes leased runs in this process: a scheduler starts them, a heartbeat renews their leases, a recorder
 * stores their outcomes under the fencing token. A thread is stopped when its lease is gone.
 */
import { type Lease, type Leases, type Outcome, type Verdict } from '@railyard/database';
import { type DispatchCounters, type DispatchLog } from '../dispatch-log.js';
import { type SimulationEnd, type SimulationPool } from '../simulation/index.js';
import { within } from '../within.js';
import { ActiveRun, type ExecutionEnd } from './active-run.js';
import { Heartbeat } from './heartbeat.js';
import { newOwner } from './process-identity.js';
import { Recorder } from './recorder.js';
import { Scheduler } from './scheduler.js';
import { StartRecorder } from './start-recorder.js';

/** Where an execution stands; a crash test ends the process there. */
export type ExecutionPoint = 'before-compute' | 'after-compute' | 'after-commit';

export interface RunExecutorOptions {
  readonly leases: Pick<Leases, 'begin' | 'renew' | 'complete' | 'release'>;
  /** Its own: it ends with the executor. */
  readonly pool: Pick<SimulationPool, 'threads' | 'extraThreads' | 'run' | 'close'>;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  /** How long a run may go on after the process was asked to stop. */
  readonly graceMs: number;
  readonly onPoint?: (point: ExecutionPoint, runId: string) => void;
}

export class RunExecutor {
  readonly owner = newOwner();
  private readonly active = new Map<string, ActiveRun>();
  private readonly scheduler: Scheduler;
  private readonly heartbeat: Heartbeat;
  private readonly recorder: Recorder;
  private draining = false;

  constructor(private readonly options: RunExecutorOptions) {
    const { leases, pool, log, counters } = options;
    this.recorder = new Recorder({
      leases,
      log,
      counters,
      onRecorded: (run, verdict) => this.onRecorded(run, verdict),
    });
    this.scheduler = new Scheduler({
      pool,
      starts: new StartRecorder(leases, log),
      onStart: ({ runId }) => options.onPoint?.('before-compute', runId),
      onEnd: (run, end, seconds) => this.onEnd(run, end, seconds),
      onGroupEnd: () => {
        void this.heartbeat.renewUnlessFresh();
        void this.recorder.flush();
      },
    });
    this.heartbeat = new Heartbeat({
      leases,
      owner: this.owner,
      log,
      runs: () => [...this.active.values()],
      onLost: (runId) => this.abort(runId),
    });
  }

  get activeCount(): number {
    return this.active.size;
  }

  get threads(): number {
    return this.options.pool.threads;
  }

  /** How many runs of each tenant it has; absent where it has none. */
  activeByTenant(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { lease } of this.active.values())
      counts.set(lease.tenant, (counts.get(lease.tenant) ?? 0) + 1);
    return counts;
  }

  /** Threads that would start the run of a tenant that has none, although all others are busy. */
  get extraThreads(): number {
    return this.scheduler.extraThreads;
  }

  /** Runs that would start at once. */
  get freeThreads(): number {
    return Math.max(0, this.threads - this.active.size);
  }

  /** Runs to lease ahead while runs are short; 0 while they are long. */
  get prefetch(): number {
    return this.scheduler.prefetch;
  }

  /** Runs that the threads start within this time. */
  startableWithin(seconds: number): number {
    return this.scheduler.startableWithin(seconds);
  }

  /** Requeues runs that were not begun, the last first, until no more than `count` are leased. */
  async releaseBeyond(count: number): Promise<void> {
    const rest = this.scheduler.takeUntouched(this.active.size - count);
    if (rest.length === 0) return;
    await this.release(rest);
    for (const run of rest) this.finish(run, 'requeued');
  }

  /** Computes a run whose lease this executor's owner has. Never rejects. */
  execute(lease: Lease): Promise<ExecutionEnd> {
    this.heartbeat.start();
    const run = new ActiveRun(lease);
    this.active.set(lease.runId, run);
    this.scheduler.add(run);
    return run.end;
  }

  /** Ends the thread of a run that was cancelled, without waiting for the next heartbeat. */
  abort(runId: string): void {
    this.active.get(runId)?.abort();
    this.scheduler.wake();
  }

  /** Lets active runs end within the grace period, requeues the rest and ends the threads. */
  async drain(): Promise<void> {
    this.draining = true;
    const allEnded = () => Promise.all([...this.active.values()].map(({ end }) => end));
    await within(this.options.graceMs, allEnded());
    const rest = [...this.active.values()];
    if (rest.length > 0) await this.release(rest);
    for (const run of rest) run.abort();
    this.scheduler.start();
    await allEnded();
    this.heartbeat.stop();
    await this.options.pool.close();
  }

  private async release(runs: readonly ActiveRun[]): Promise<void> {
    try {
      await this.options.leases.release(
        this.owner,
        runs.map(({ lease }) => lease),
      );
    } catch (error) {
      this.options.log.warn({ err: error }, 'leases could not be released; they will expire');
    }
  }

  private onEnd(run: ActiveRun, end: SimulationEnd, seconds: number): void {
    if (end.kind === 'aborted') {
      this.options.log.info({ runId: run.runId }, this.draining ? 'run requeued' : 'run stopped');
      this.finish(run, this.draining ? 'requeued' : 'lost');
      return;
    }
    this.options.onPoint?.('after-compute', run.runId);
    this.options.counters.computeSeconds += seconds;
    this.recorder.add({ run, outcome: outcomeOf(run, end), seconds });
  }

  private onRecorded(run: ActiveRun, verdict: Verdict): void {
    this.options.onPoint?.('after-commit', run.runId);
    this.finish(run, verdict === 'lost' ? 'lost' : 'ended');
  }

  private finish(run: ActiveRun, end: ExecutionEnd): void {
    this.active.delete(run.runId);
    run.settle(end);
  }
}

function outcomeOf(run: ActiveRun, end: Exclude<SimulationEnd, { readonly kind: 'aborted' }>): Outcome {
  if (end.kind === 'failed') return end;
  return {
    kind: 'succeeded',
    artifact: { experimentId: run.lease.experimentId, kind: 'result', ...end.output },
  };
}
