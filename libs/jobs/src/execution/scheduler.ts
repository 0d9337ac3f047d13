/**
 * Which run starts on which thread. Small runs are begun and computed in groups, so that threads wait for no
 * commit; what waits is shared out evenly.
 */
import { type SimulationEnd, type SimulationJob, type SimulationPool } from '../simulation/index.js';
import { type ActiveRun } from './active-run.js';
import { GroupSize } from './group-size.js';
import { type StartRecorder } from './start-recorder.js';

export interface SchedulerOptions {
  readonly pool: Pick<SimulationPool, 'threads' | 'run'>;
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

  /** A group for every free thread, as long as runs wait. */
  start(): void {
    this.dropAborted();
    while (this.busyThreads < this.threads && this.waiting.length > 0) {
      const share = Math.ceil(this.waiting.length / (this.threads - this.busyThreads));
      const group = this.waiting.splice(0, Math.min(this.groupSize.value, share));
      this.busyThreads += 1;
      void this.compute(group).finally(() => {
        this.busyThreads -= 1;
        this.start();
        this.options.onGroupEnd();
      });
    }
    this.beginAhead();
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
