/** Renews the leases of a process twice a second; progress travels with it. */
import { type LeaseProgress, type Leases } from '@railyard/database';
import { type DispatchLog } from '../dispatch-log.js';
import { type ActiveRun } from './active-run.js';

export interface HeartbeatOptions {
  readonly leases: Pick<Leases, 'renew'>;
  readonly owner: string;
  readonly log: DispatchLog;
  /** The runs whose leases are renewed. */
  readonly runs: () => readonly ActiveRun[];
  /** The run's lease is gone: another process has it now, or it was cancelled. */
  readonly onLost: (runId: string) => void;
}

const INTERVAL_MS = 500;
/** A renewal that is younger stands for the next one. */
const FRESH_MS = 300;

export class Heartbeat {
  private timer: NodeJS.Timeout | null = null;
  private renewing = false;
  private renewedAtMs = -Infinity;

  constructor(private readonly options: HeartbeatOptions) {}

  start(): void {
    this.timer ??= setInterval(() => void this.renewUnlessFresh(), INTERVAL_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** Called where something else is written: what is written in one turn shares one commit. Never rejects. */
  async renewUnlessFresh(): Promise<void> {
    if (performance.now() - this.renewedAtMs >= FRESH_MS) await this.renew();
  }

  /** One renewal at a time: a slow database must not be asked again meanwhile. Never rejects. */
  async renew(): Promise<void> {
    const { leases, owner, log, onLost } = this.options;
    const runs = this.options.runs();
    if (this.renewing || runs.length === 0) return;
    this.renewing = true;
    this.renewedAtMs = performance.now();
    try {
      for (const runId of await leases.renew(owner, runs.map(progressOf))) onLost(runId);
    } catch (error) {
      log.warn({ err: error }, 'leases could not be renewed; trying again');
    } finally {
      this.renewing = false;
    }
  }
}

/** Progress is sent once. */
function progressOf(run: ActiveRun): LeaseProgress {
  const { runId, fencingToken } = run.lease;
  const { progress } = run;
  run.progress = null;
  return progress === null ? { runId, fencingToken } : { runId, fencingToken, progress };
}
