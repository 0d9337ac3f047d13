/** Counts starts before the simulations start, so that a run that takes its process down is known by it. */
import { type Leases } from '@railyard/database';
import { type DispatchLog } from '../dispatch-log.js';
import { type ActiveRun } from './active-run.js';

export class StartRecorder {
  constructor(
    private readonly leases: Pick<Leases, 'begin'>,
    private readonly log: DispatchLog,
  ) {}

  /** Records the start of runs that are untouched. Never rejects: what was not recorded is not begun. */
  begin(runs: readonly ActiveRun[]): Promise<void> {
    const beginning = this.record(runs).finally(() => {
      for (const run of runs) run.beginning = null;
    });
    for (const run of runs) run.beginning = beginning;
    return beginning;
  }

  /** Waits for starts under way, and records those that are missing. Never rejects. */
  async beginAll(runs: readonly ActiveRun[]): Promise<void> {
    await Promise.all(runs.map(({ beginning }) => beginning));
    const untouched = runs.filter((run) => run.isUntouched);
    if (untouched.length > 0) await this.begin(untouched);
  }

  private async record(runs: readonly ActiveRun[]): Promise<void> {
    try {
      const begun = new Set(await this.leases.begin(runs.map(({ lease }) => lease)));
      for (const run of runs) run.begun = begun.has(run.runId);
    } catch (error) {
      this.log.warn({ err: error }, 'starts could not be recorded; the leases will expire');
    }
  }
}
