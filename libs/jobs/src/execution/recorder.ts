/**
 * Writes outcomes to the database, those that come within three fifths of a second in one transaction. A
 * database that is busy or full for a while costs time, not results.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { elementAt } from '@railyard/base';
import { type Leases, type Outcome, type Verdict } from '@railyard/database';
import { type DispatchCounters, type DispatchLog } from '../dispatch-log.js';
import { type ActiveRun } from './active-run.js';

export interface EndedRun {
  readonly run: ActiveRun;
  readonly outcome: Outcome;
  /** Time spent computing it. */
  readonly seconds: number;
}

export interface RecorderOptions {
  readonly leases: Pick<Leases, 'complete'>;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  /** Called once for every outcome; 'lost' also when the database refused to the last. */
  readonly onRecorded: (run: ActiveRun, verdict: Verdict) => void;
  /** How attempts are spaced. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

const ATTEMPTS = 60;
/** An outcome waits no longer than this for others of its group: a little more than a group lasts. */
const GROUPING_MS = 600;

export class Recorder {
  private ended: EndedRun[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: RecorderOptions) {}

  add(ended: EndedRun): void {
    this.ended.push(ended);
    this.timer ??= setTimeout(() => void this.flush(), GROUPING_MS);
  }

  /** Records what has ended so far. Rejects on a bug only. */
  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const ended = this.ended.splice(0);
    if (ended.length === 0) return;
    const verdicts = await this.complete(ended);
    if (verdicts === null) {
      this.options.log.error(
        { runs: ended.map(({ run }) => run.runId) },
        'outcomes could not be stored; the runs will be computed again',
      );
      for (const { run } of ended) this.options.onRecorded(run, 'lost');
      return;
    }
    ended.forEach((one, index) => this.recorded(one, elementAt(verdicts, index)));
  }

  /** @returns null when no attempt succeeded. */
  private async complete(ended: readonly EndedRun[]): Promise<Verdict[] | null> {
    const { leases, log, wait = delay } = this.options;
    const ends = ended.map(({ run, outcome, seconds }) => ({ lease: run.lease, outcome, seconds }));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        return await leases.complete(ends);
      } catch (error) {
        log.warn({ err: error, runs: ended.length, attempt }, 'outcomes could not be stored; trying again');
        await wait(Math.min(100 * attempt, 1000));
      }
    }
    return null;
  }

  private recorded({ run, outcome, seconds }: EndedRun, verdict: Verdict): void {
    const { counters, log, onRecorded } = this.options;
    const { runId } = run;
    if (verdict === 'lost') counters.dropped += 1;
    else if (verdict === 'diverged') counters.diverged += 1;
    else counters[outcome.kind] += 1;
    if (verdict === 'diverged') log.error({ runId }, 'a repeated computation gave other bytes');
    log.info({ runId, outcome: outcome.kind, seconds }, 'run ended');
    onRecorded(run, verdict);
  }
}
