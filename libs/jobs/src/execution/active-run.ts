/** A run that this process has leased, from its lease to its end. */
import { type Lease } from '@railyard/database';
import { type SimulationProgress } from '../simulation/index.js';

/**
 * ended: the run has its outcome; lost: another process has leased it since, or it was cancelled; requeued:
 * it waits in the queue again.
 */
export type ExecutionEnd = 'ended' | 'lost' | 'requeued';

export class ActiveRun {
  readonly end: Promise<ExecutionEnd>;
  /** Whether its start is recorded. */
  begun: boolean;
  /** While its start is being recorded. */
  beginning: Promise<void> | null = null;
  /** The latest that no heartbeat has carried yet. */
  progress: SimulationProgress | null = null;
  private readonly abortion = new AbortController();
  private resolveEnd: (end: ExecutionEnd) => void = () => undefined;

  constructor(readonly lease: Lease) {
    this.begun = lease.begun;
    this.end = new Promise<ExecutionEnd>((resolve) => {
      this.resolveEnd = resolve;
    });
  }

  get runId(): string {
    return this.lease.runId;
  }

  get tenant(): string {
    return this.lease.tenant;
  }

  /** Neither begun nor about to be: it can go back to the queue as if it had never been leased. */
  get isUntouched(): boolean {
    return !this.begun && this.beginning === null;
  }

  get signal(): AbortSignal {
    return this.abortion.signal;
  }

  get isAborted(): boolean {
    return this.signal.aborted;
  }

  /** Whether its simulation may start. */
  get mayStart(): boolean {
    return this.begun && !this.isAborted;
  }

  abort(): void {
    this.abortion.abort();
  }

  settle(end: ExecutionEnd): void {
    this.resolveEnd(end);
  }
}
