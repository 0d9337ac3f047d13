/**
 * Computes leased runs in this process: renews their leases, tells progress, records outcomes under the
 * fencing number, and stops a thread when its lease is gone. Small runs are started, computed and recorded in
 * groups, so that threads wait for no commit.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Lease, type LeaseProgress, type Leases, type Outcome, type Verdict } from '@railyard/database';
import { type SimulationProgress } from '../worker/simulation-protocol.js';
import { type DispatchCounters, type DispatchLog } from './dispatch-log.js';
import { GroupSize } from './group-size.js';
import { newOwner } from './process-identity.js';
import { type SimulationEnd, type SimulationJob, type SimulationPool } from './simulation-pool.js';
import { within } from './within.js';

/** Where an execution stands; a crash test ends the process there. */
export type ExecutionPoint = 'before-compute' | 'after-compute' | 'after-commit';

export interface RunExecutorOptions {
  readonly leases: Leases;
  /** Its own: it ends with the executor. */
  readonly pool: SimulationPool;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  /** How long a run may go on after the process was asked to stop. */
  readonly graceMs: number;
  readonly onPoint?: (point: ExecutionPoint, runId: string) => void;
}

/**
 * ended: the run has its outcome; lost: somebody else has the run now, or it was cancelled; returned: it
 * waits in the queue again.
 */
export type ExecutionEnd = 'ended' | 'lost' | 'returned';

interface ActiveRun {
  readonly lease: Lease;
  readonly stop: AbortController;
  readonly settle: (end: ExecutionEnd) => void;
  readonly end: Promise<ExecutionEnd>;
  begun: boolean;
  /** While its start is being recorded. */
  beginning: Promise<void> | null;
  progress: SimulationProgress | null;
}

interface EndedRun {
  readonly run: ActiveRun;
  readonly outcome: Outcome;
  readonly seconds: number;
}

const BEAT_MS = 500;
const RECORD_ATTEMPTS = 60;
/** An outcome waits no longer than this for others of its group. */
const RECORD_MS = 100;

/** Neither begun nor about to be. */
const isUntouched = (run: ActiveRun | undefined): run is ActiveRun =>
  run !== undefined && !run.begun && run.beginning === null;

export class RunExecutor {
  readonly owner = newOwner();
  private readonly active = new Map<string, ActiveRun>();
  private waiting: ActiveRun[] = [];
  private ended: EndedRun[] = [];
  private readonly groupSize = new GroupSize();
  private busyThreads = 0;
  private starting = false;
  private timer: NodeJS.Timeout | null = null;
  private recordTimer: NodeJS.Timeout | null = null;
  private beating = false;
  private draining = false;

  constructor(private readonly options: RunExecutorOptions) {}

  get activeCount(): number {
    return this.active.size;
  }

  get threads(): number {
    return this.options.pool.threads;
  }

  /** Runs that would start at once. */
  get freeThreads(): number {
    return Math.max(0, this.options.pool.threads - this.active.size);
  }

  /**
   * Runs to lease beyond a few, so that each thread has a group under way and one ahead; 0 while runs are
   * long.
   */
  get appetite(): number {
    return 2 * this.options.pool.threads * (this.groupSize.value - 1);
  }

  /** Runs that the threads begin within this time. */
  startableWithin(seconds: number): number {
    return this.options.pool.threads * this.groupSize.within(seconds);
  }

  /** Gives back runs that were not begun, the last first, until so many are in hand. */
  async giveBackBeyond(count: number): Promise<void> {
    const rest: ActiveRun[] = [];
    while (this.active.size - rest.length > count && isUntouched(this.waiting.at(-1)))
      rest.push(this.waiting.pop() as ActiveRun);
    if (rest.length === 0) return;
    await this.giveBack(rest.map(({ lease }) => lease));
    for (const run of rest) this.finish(run, 'returned');
  }

  /** Computes a run whose lease this executor's owner holds. Never rejects. */
  execute(lease: Lease): Promise<ExecutionEnd> {
    this.timer ??= setInterval(() => void this.beat(), BEAT_MS);
    let settle: (end: ExecutionEnd) => void = () => undefined;
    const end = new Promise<ExecutionEnd>((resolve) => {
      settle = resolve;
    });
    const run: ActiveRun = {
      lease,
      stop: new AbortController(),
      settle,
      end,
      begun: lease.begun,
      beginning: null,
      progress: null,
    };
    this.active.set(lease.runId, run);
    this.waiting.push(run);
    this.startSoon();
    return end;
  }

  /** Ends the thread of a run that was cancelled, without waiting for the next beat. */
  abort(runId: string): void {
    this.active.get(runId)?.stop.abort();
    this.startSoon();
  }

  /** Lets active runs end within the grace period, gives the rest back and ends the threads. */
  async drain(): Promise<void> {
    this.draining = true;
    const all = () => Promise.all([...this.active.values()].map(({ end }) => end));
    await within(this.options.graceMs, all());
    const rest = [...this.active.values()];
    if (rest.length > 0) await this.giveBack(rest.map(({ lease }) => lease));
    for (const { stop } of rest) stop.abort();
    this.start();
    await all();
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.options.pool.close();
  }

  private async giveBack(leases: readonly Lease[]): Promise<void> {
    try {
      await this.options.leases.release(this.owner, leases);
    } catch (error) {
      this.options.log.warn({ err: error }, 'leases could not be given back; they will expire');
    }
  }

  /** Leases that come together are seen together. */
  private startSoon(): void {
    if (this.starting) return;
    this.starting = true;
    queueMicrotask(() => {
      this.starting = false;
      this.start();
    });
  }

  /** A group for every free thread, as long as runs wait; what waits is shared out evenly. */
  private start(): void {
    this.dropAborted();
    while (this.busyThreads < this.options.pool.threads && this.waiting.length > 0) {
      const share = Math.ceil(this.waiting.length / (this.options.pool.threads - this.busyThreads));
      const group = this.waiting.splice(0, Math.min(this.groupSize.value, share));
      this.busyThreads += 1;
      void this.computeGroup(group).finally(() => {
        this.busyThreads -= 1;
        this.start();
        void this.record();
      });
    }
    this.beginAhead();
  }

  /** Small runs are begun while those before them are computed: no thread waits for a commit. */
  private beginAhead(): void {
    if (this.groupSize.value === 1) return;
    const next = this.waiting.slice(0, this.options.pool.threads * this.groupSize.value).filter(isUntouched);
    if (next.length > 0) void this.begin(next);
  }

  private dropAborted(): void {
    const aborted = this.waiting.filter(({ stop }) => stop.signal.aborted);
    if (aborted.length === 0) return;
    this.waiting = this.waiting.filter(({ stop }) => !stop.signal.aborted);
    for (const run of aborted) this.finishAborted(run);
  }

  /** Never rejects. */
  private async computeGroup(group: readonly ActiveRun[]): Promise<void> {
    const ready = await this.begun(group);
    if (ready.length === 0) return;
    for (const { lease } of ready) this.options.onPoint?.('before-compute', lease.runId);
    let sinceMs = performance.now();
    const jobs = ready.map((run): SimulationJob & { readonly run: ActiveRun } => ({
      run,
      id: run.lease.experimentId,
      document: run.lease.document,
      signal: run.stop.signal,
      onProgress: (progress) => {
        run.progress = progress;
      },
      onEnd: (end) => {
        const seconds = (performance.now() - sinceMs) / 1000;
        sinceMs = performance.now();
        this.groupSize.observe(seconds);
        this.onEnd(run, end, seconds);
      },
    }));
    const left = (await this.options.pool.run(jobs)) as typeof jobs;
    this.waiting.unshift(...left.map(({ run }) => run));
  }

  /** @returns those that may start now. */
  private async begun(group: readonly ActiveRun[]): Promise<readonly ActiveRun[]> {
    await Promise.all(group.map(({ beginning }) => beginning));
    const fresh = group.filter(isUntouched);
    if (fresh.length > 0) await this.begin(fresh);
    for (const run of group) if (!run.begun || run.stop.signal.aborted) this.finishAborted(run);
    return group.filter((run) => run.begun && !run.stop.signal.aborted);
  }

  /** Never rejects. */
  private begin(runs: readonly ActiveRun[]): Promise<void> {
    const beginning = this.options.leases
      .begin(runs.map(({ lease }) => lease))
      .then(
        (ids) => {
          const begun = new Set(ids);
          for (const run of runs) run.begun = begun.has(run.lease.runId);
        },
        (error: unknown) => {
          this.options.log.warn({ err: error }, 'starts could not be recorded; the leases will expire');
        },
      )
      .finally(() => {
        for (const run of runs) run.beginning = null;
      });
    for (const run of runs) run.beginning = beginning;
    return beginning;
  }

  private onEnd(run: ActiveRun, end: SimulationEnd, seconds: number): void {
    if (end.kind === 'aborted') {
      this.finishAborted(run);
      return;
    }
    const { runId, experimentId } = run.lease;
    this.options.onPoint?.('after-compute', runId);
    this.options.counters.computeSeconds += seconds;
    const outcome: Outcome =
      end.kind === 'failed'
        ? end
        : { kind: 'succeeded', artifact: { experimentId, kind: 'result', ...end.output } };
    this.ended.push({ run, outcome, seconds });
    this.recordTimer ??= setTimeout(() => void this.record(), RECORD_MS);
  }

  private finishAborted(run: ActiveRun): void {
    this.options.log.info({ runId: run.lease.runId }, this.draining ? 'run given back' : 'run stopped');
    this.finish(run, this.draining ? 'returned' : 'lost');
  }

  private finish(run: ActiveRun, end: ExecutionEnd): void {
    this.active.delete(run.lease.runId);
    run.settle(end);
  }

  /**
   * Records what has ended. A database that is busy or full for a while costs time, not the results. Never
   * rejects.
   */
  private async record(): Promise<void> {
    if (this.recordTimer !== null) clearTimeout(this.recordTimer);
    this.recordTimer = null;
    const ended = this.ended.splice(0);
    if (ended.length === 0) return;
    const { leases, log } = this.options;
    for (let attempt = 1; attempt <= RECORD_ATTEMPTS; attempt += 1) {
      try {
        const verdicts = await leases.complete(
          ended.map(({ run, outcome }) => ({ lease: run.lease, outcome })),
        );
        ended.forEach((one, index) => this.recorded(one, verdicts[index]));
        return;
      } catch (error) {
        log.warn({ err: error, runs: ended.length, attempt }, 'outcomes could not be stored; trying again');
        await delay(Math.min(100 * attempt, 1000));
      }
    }
    log.error(
      { runs: ended.map(({ run }) => run.lease.runId) },
      'outcomes could not be stored; the runs will be computed again',
    );
    for (const { run } of ended) this.finish(run, 'lost');
  }

  private recorded({ run, outcome, seconds }: EndedRun, verdict: Verdict): void {
    const { counters, log } = this.options;
    const { runId } = run.lease;
    if (verdict === 'lost') counters.dropped += 1;
    else if (verdict === 'diverged') counters.diverged += 1;
    else counters[outcome.kind] += 1;
    if (verdict === 'diverged') log.error({ runId }, 'a repeated computation gave other bytes');
    this.options.onPoint?.('after-commit', runId);
    log.info({ runId, outcome: outcome.kind, seconds }, 'run ended');
    this.finish(run, verdict === 'lost' ? 'lost' : 'ended');
  }

  private async beat(): Promise<void> {
    if (this.beating || this.active.size === 0) return;
    this.beating = true;
    try {
      const beats = [...this.active.values()].map((run): LeaseProgress => {
        const progress = run.progress ?? undefined;
        run.progress = null;
        return { runId: run.lease.runId, fence: run.lease.fence, progress };
      });
      const lost = await this.options.leases.renew(this.owner, beats);
      for (const runId of lost) this.abort(runId);
    } catch (error) {
      this.options.log.warn({ err: error }, 'leases could not be renewed; trying again');
    } finally {
      this.beating = false;
    }
  }
}
