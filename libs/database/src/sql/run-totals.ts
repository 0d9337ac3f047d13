/**
 * What became of runs, counted in the transaction that ends them: every process can tell it, it outlives all
 * of them, and a deletion takes nothing away.
 */
import { type Reader, type Session } from '../connection/index.js';

export interface RunTotals {
  readonly succeeded: number;
  readonly failed: number;
  /** Results that came after their lease was lost. */
  readonly dropped: number;
  /** Results that differ from the stored bytes of the same experiment: must stay 0. */
  readonly diverged: number;
  /** Seconds of computing. */
  readonly computeSeconds: number;
}

/** Rows that processes share: on PostgreSQL two that end runs at the same time seldom wait for one row. */
const SLOTS = 16;
const SLOT = process.pid % SLOTS;

const NAMES = ['succeeded', 'failed', 'dropped', 'diverged', 'computeSeconds'] as const;
const COLUMNS = NAMES.map((name) => `"${name}"`);

const ADD =
  `INSERT INTO "run_total" ("slot", ${COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?) ` +
  `ON CONFLICT ("slot") DO UPDATE SET ` +
  COLUMNS.map((column) => `${column} = "run_total".${column} + excluded.${column}`).join(', ');

export async function addToTotals(session: Session, ended: Partial<RunTotals>): Promise<void> {
  await session.run(ADD, [SLOT, ...NAMES.map((name) => ended[name] ?? 0)]);
}

/** Of all processes. */
export async function runTotals(reader: Reader): Promise<RunTotals> {
  const sums = COLUMNS.map((column) => `COALESCE(SUM(${column}), 0) AS ${column}`);
  const [row] = await reader.rows<Record<keyof RunTotals, number | string>>(
    `SELECT ${sums.join(', ')} FROM "run_total"`,
  );
  const total = (name: keyof RunTotals): number => Number(row?.[name] ?? 0);
  return {
    succeeded: total('succeeded'),
    failed: total('failed'),
    dropped: total('dropped'),
    diverged: total('diverged'),
    computeSeconds: total('computeSeconds'),
  };
}
