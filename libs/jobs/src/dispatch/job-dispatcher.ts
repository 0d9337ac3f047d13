/**
 * Has submitted runs computed. The run's row is the truth; what a dispatcher keeps can be lost and rebuilt.
 * Execution is at least once, the result exactly once.
 */
import { type JobCounts, type RunEntity, type RunEvent } from '@railyard/database';

export type RunListener = (event: RunEvent) => void;

export interface JobDispatcher {
  /**
   * New jobs are committed: claim or send them now instead of at the next interval. Never fails for want of
   * the queue: jobs stay in the outbox and follow when the queue is back.
   */
  wake(): void;
  /**
   * Ends a run that has not ended, wherever it is. @returns the run as it is now; null when the tenant has no
   * such run.
   */
  cancel(tenant: string, runId: string): Promise<RunEntity | null>;
  /** Calls back with every event of the run after a number, each once and in order. @returns how to stop. */
  observe(runId: string, afterNumber: number, listener: RunListener): () => void;
  /** Stops taking jobs, lets running ones end within the grace period, and requeues the others. */
  drain(): Promise<void>;
  stats(): Promise<JobCounts>;
  /** Threads that compute for this queue now, wherever they are; null when that is unknown. */
  threads(): Promise<number | null>;
  /** Null when jobs can be handed over now, otherwise why not. */
  unavailable(): Promise<string | null>;
}
