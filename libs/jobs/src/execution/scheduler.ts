/**
 * Which run starts on which thread. Tenants take turns: the one with the fewest threads is next, and one that
 * has none while all are busy gets an extra one, alongside them. Small runs are begun and computed in groups,
 * so that threads wait for no commit; what waits is shared out evenly.
 */
import { type SimulationEnd, type SimulationJob, type SimulationPool } from '../simulation/index.js';
import { type ActiveRun } from './active-run.js';
import { GroupSize } from './group-size.js';
import { type StartRecorder } from './start-recorder.js';

export interface SchedulerOptions {
  readonly pool: Pick<SimulationPool, 'threads' | 'extraThreads' | 'run'>;
  readonly starts: StartRecorder;
  /** The simulation of a run is about to start. */
  readonly onStart: (run: ActiveRun) => void;
  readonly onEnd: (run: ActiveRun, end: SimulationEnd, seconds: number) => void;
  /** A thread is free again. */
  readonly onGroupEnd: () => void;
  /** A monotonic clock in milliseconds. */
  readonly clock?: () => number;
}

export class Scheduler {
  private waiting: ActiveRun[] = [];
  private readonly groupSize = new GroupSize();
  private busyThreads = 0;
  /** Threads that compute for each tenant; absent where none does. */
  private readonly threadsOf = new Map<string, number>();
  /** When each tenant was last served, as a count of turns: of equals the one that waited longest is next. */
  private readonly servedAt = new Map<string, number>();
  private turns = 0;
  private woken = false;
  private readonly clock: () => number;

  constructor(private readonly options: SchedulerOptions) {
    this.clock = options.clock ?? (() => performance.now());
  }

  /**
   * Runs to lease ahead beyond one for each thread, so that each thread has a group under way and one
   * waiting; 0 while runs are long.
   */
  get prefetch(): number {
    return 2 * this.threads * (this.groupSize.value - 1);
  }

  /** Runs that the threads start within this time. */
  startableWithin(seconds: number): number {
    return this.threads * this.groupSize.within(seconds);
  }

  add(run: ActiveRun): void {
    this.waiting.push(run);
    this.wake();
  }

  /** Takes the last untouched runs out of the queue, at most `limit`. */
  takeUntouched(limit: number): ActiveRun[] {
    let count = 0;
    while (count < limit && this.waiting.at(-1 - count)?.isUntouched === true) count += 1;
    return this.waiting.splice(this.waiting.length - count).reverse();
  }

  /** Runs that come together are seen together. */
  wake(): void {
    if (this.woken) return;
    this.woken = true;
    queueMicrotask(() => {
      this.woken = false;
      this.start();
    });
  }

  /** Extra threads that are free. */
  get extraThreads(): number {
    const { extraThreads } = this.options.pool;
    return Math.min(extraThreads, this.threads + extraThreads - this.busyThreads);
  }

  /** A group for every free thread, as long as runs wait. */
  start(): void {
    this.dropAborted();
    for (let tenant = this.nextTenant(); tenant !== undefined; tenant = this.nextTenant()) {
      const group = this.takeGroup(tenant, Math.max(1, this.threads - this.busyThreads));
      this.count(tenant, 1);
      this.servedAt.set(tenant, ++this.turns);
      void this.compute(group).finally(() => {
        this.count(tenant, -1);
        this.start();
        this.options.onGroupEnd();
      });
    }
    this.beginAhead();
  }

  /** The tenant whose run starts now; none when no run waits or no thread is free for it. */
  private nextTenant(): string | undefined {
    const waiting = [...new Set(this.waiting.map(({ tenant }) => tenant))];
    const busy = (tenant: string): number => this.threadsOf.get(tenant) ?? 0;
    const served = (tenant: string): number => this.servedAt.get(tenant) ?? 0;
    const [first] = waiting.sort((a, b) => busy(a) - busy(b) || served(a) - served(b));
    if (first === undefined || this.busyThreads < this.threads) return first;
    return busy(first) === 0 && this.extraThreads > 0 ? first : undefined;
  }

  private takeGroup(tenant: string, freeThreads: number): ActiveRun[] {
    const own = this.waiting.filter((run) => run.tenant === tenant);
    const group = own.slice(0, Math.min(this.groupSize.value, Math.ceil(own.length / freeThreads)));
    const taken = new Set(group);
    this.waiting = this.waiting.filter((run) => !taken.has(run));
    return group;
  }

  private count(tenant: string, change: 1 | -1): void {
    this.busyThreads += change;
    const threads = (this.threadsOf.get(tenant) ?? 0) + change;
    if (threads === 0) this.threadsOf.delete(tenant);
    else this.threadsOf.set(tenant, threads);
  }

  private get threads(): number {
    return this.options.pool.threads;
  }

  /** Small runs are begun while those before them are computed. */
  private beginAhead(): void {
    if (this.groupSize.value === 1) return;
    const next = this.waiting.slice(0, this.threads * this.groupSize.value).filter((run) => run.isUntouched);
    if (next.length > 0) void this.options.starts.begin(next);
  }

  private dropAborted(): void {
    const aborted = this.waiting.filter((run) => run.isAborted);
    if (aborted.length === 0) return;
    this.waiting = this.waiting.filter((run) => !run.isAborted);
    for (const run of aborted) this.options.onEnd(run, { kind: 'aborted' }, 0);
  }

  /** What the thread leaves undone waits at the front again. Never rejects. */
  private async compute(group: readonly ActiveRun[]): Promise<void> {
    await this.options.starts.beginAll(group);
    for (const run of group) if (!run.mayStart) this.options.onEnd(run, { kind: 'aborted' }, 0);
    const ready = group.filter((run) => run.mayStart);
    if (ready.length === 0) return;
    for (const run of ready) this.options.onStart(run);
    const left = await this.options.pool.run(this.jobsOf(ready));
    this.waiting.unshift(...ready.slice(ready.length - left.length));
  }

  /** The runs of a group follow each other on one thread: each ends the time of the one before it. */
  private jobsOf(group: readonly ActiveRun[]): SimulationJob[] {
    let sinceMs = this.clock();
    return group.map((run) => ({
      id: run.lease.experimentId,
      document: run.lease.document,
      signal: run.signal,
      onProgress: (progress) => {
        run.progress = progress;
      },
      onEnd: (end) => {
        const seconds = (this.clock() - sinceMs) / 1000;
        sinceMs = this.clock();
        this.groupSize.observe(seconds);
        this.options.onEnd(run, end, seconds);
      },
    }));
  }
}
