/**
 * How far a sweep is: counts by state, causes of failure, the best runs and the Pareto front. Reads only what
 * may have changed since the last scan, a slice of the sweep at a time, so that neither many points nor many
 * readers hold the event loop up.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { elementAt, invariant } from '@railyard/base';
import { type Reader } from '../connection/index.js';
import { type RunState } from '../entities/index.js';
import { SHOWN_METRICS } from './outcomes.js';
import { ParetoFront } from './pareto-front.js';

export interface Goal {
  /** Name of a metric in the summaries; letters and digits. */
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
}

/** Failed runs that failed of the same. */
export interface FailureGroup {
  readonly failureCode: string;
  readonly failureMessage: string;
  readonly count: number;
  /** The latest of the runs. */
  readonly example: string;
}

interface PointRow {
  readonly position: number;
  readonly id: string;
  readonly state: RunState;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  /** The metrics as costs: less is better; null where a result has none. */
  readonly cost1: number | null;
  readonly cost2: number | null;
}

/** Points that one statement reads. */
const SLICE = 500;
const MOST_GROUPS = 50;
const MOST_BEST = 100;

export class SweepTally {
  private readonly states: RunState[] = [];
  private readonly counted: Record<RunState, number> = {
    queued: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
  };
  private readonly failed = new Map<number, PointRow>();
  private readonly bestFirst: { readonly position: number; readonly cost: number }[] = [];
  private readonly undominated = new ParetoFront();
  private readonly sql: string;
  private scanning: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly sweepId: string,
    goals: readonly [Goal, Goal],
  ) {
    const [first, second] = goals.map((goal) => costOf(reader, goal));
    const summaries = goals.every(({ metric }) => isShown(metric))
      ? ''
      : `LEFT JOIN "artifact" a ON a."experimentId" = r."experimentId" AND a."kind" = 'result' AND ` +
        `r."state" = 'succeeded'`;
    this.sql = `SELECT m."position", r."id", r."state", r."failureCode", r."failureMessage",
        ${first} AS "cost1", ${second} AS "cost2"
      FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId" ${summaries}
      WHERE m."sweepId" = ? AND m."position" >= ? AND m."position" < ? AND r."state" <> 'queued'`;
  }

  get counts(): Readonly<Record<RunState, number>> {
    return { ...this.counted };
  }

  /** Most frequent first. */
  get failures(): FailureGroup[] {
    const groups = new Map<
      string,
      { failureCode: string; failureMessage: string; count: number; example: string }
    >();
    for (const { id, failureCode, failureMessage } of this.failed.values()) {
      const key = `${failureCode}/${failureMessage}`;
      const group = groups.get(key) ?? {
        failureCode: failureCode ?? '',
        failureMessage: failureMessage ?? '',
        count: 0,
        example: '',
      };
      groups.set(key, { ...group, count: group.count + 1, example: id > group.example ? id : group.example });
    }
    return [...groups.values()]
      .sort((a, b) => b.count - a.count || (a.example < b.example ? 1 : -1))
      .slice(0, MOST_GROUPS);
  }

  /** Positions of the best runs, best first; equal ones in the order of the document. */
  best(limit: number): number[] {
    return this.bestFirst.slice(0, limit).map(({ position }) => position);
  }

  /** Positions of the Pareto front: runs that no other dominates, and their equals. */
  front(limit: number): number[] {
    return this.undominated.positions(limit);
  }

  /**
   * Brings it up to date with the points that were accepted. Calls during a scan share the scan after it.
   */
  refresh(points: number): Promise<void> {
    for (let position = this.states.length; position < points; position += 1) {
      this.states.push('queued');
      this.counted.queued += 1;
    }
    this.next ??= (this.scanning ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.scanning = this.next;
        this.next = null;
        return this.scan();
      });
    return this.next;
  }

  /** From the first point of a slice that may change to the last. */
  private async scan(): Promise<void> {
    for (let start = 0; start < this.states.length; start += SLICE) {
      let [from, to] = [start, Math.min(start + SLICE, this.states.length)];
      while (from < to && this.isSettled(from)) from += 1;
      while (from < to && this.isSettled(to - 1)) to -= 1;
      if (from === to) continue;
      this.take(await this.reader.rows<PointRow>(this.sql, [this.sweepId, from, to]), from, to);
      await nextTurn();
    }
  }

  /** A point that has succeeded or was cancelled stays as it is; one that failed may be given another run. */
  private isSettled(position: number): boolean {
    const state = this.states[position];
    return state === 'succeeded' || state === 'cancelled';
  }

  private take(rows: readonly PointRow[], from: number, to: number): void {
    const seen = new Map(rows.map((row) => [row.position, row]));
    for (let position = from; position < to; position += 1) {
      const row = seen.get(position);
      const before = elementAt(this.states, position);
      const state = row?.state ?? 'queued';
      if (state !== before && row !== undefined && state === 'succeeded') this.score(row);
      this.counted[before] -= 1;
      this.counted[state] += 1;
      this.states[position] = state;
      if (row !== undefined && state === 'failed') this.failed.set(position, row);
      else this.failed.delete(position);
    }
  }

  private score({ position, cost1, cost2 }: PointRow): void {
    if (cost1 === null) return;
    const place = this.bestFirst.findIndex(
      ({ cost, position: other }) => cost > cost1 || (cost === cost1 && other > position),
    );
    if (place >= 0) this.bestFirst.splice(place, 0, { position, cost: cost1 });
    else if (this.bestFirst.length < MOST_BEST) this.bestFirst.push({ position, cost: cost1 });
    if (this.bestFirst.length > MOST_BEST) this.bestFirst.pop();
    if (cost2 !== null) this.undominated.add(position, cost1, cost2);
  }
}

const isShown = (metric: string): boolean => (SHOWN_METRICS as readonly string[]).includes(metric);

/** The metric as a cost. What a run's row shows is read there; any other is in the summary of its result. */
function costOf({ dialect }: Reader, { metric, goal }: Goal): string {
  invariant(/^[A-Za-z][A-Za-z0-9]*$/.test(metric), 'a metric has a plain name');
  const summarized =
    dialect === 'sqlite'
      ? `json_extract(a."summary", '$.${metric}')`
      : `(a."summary"::jsonb ->> '${metric}')::double precision`;
  const value = isShown(metric) ? `r."${metric}"` : summarized;
  return goal === 'minimize' ? value : `-(${value})`;
}
