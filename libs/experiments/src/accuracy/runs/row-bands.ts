/**
 * The 90 % band of every judged run, from families that the run itself is no part of: the shipped ones for a
 * table of the user's, else those of the other half of the same table.
 */
import { type MeasuredRow, familyName, familyOf } from '../../families/index.js';
import { isFitted } from '../kernels/index.js';
import { type RunAccuracyRow } from './judge-run.js';

/** `halves`: rows whose id has an even hash are judged by the others' families, and the other way round. */
export type FamilySource = readonly MeasuredRow[] | 'halves';

export interface BandedRow extends RunAccuracyRow {
  /** Seconds, of a step. */
  readonly band?: readonly [low: number, high: number];
  /** That the band is from. */
  readonly familyName?: string;
}

export interface FamilyAccuracy {
  readonly name: string;
  readonly rows: number;
  readonly medianPct: number;
  readonly p90Pct: number;
  /** 90 % interval of measured / computed - 1, per cent. */
  readonly lowPct: number;
  readonly highPct: number;
}

type FamilyRow = RunAccuracyRow & MeasuredRow & { readonly twin: number };

export function bandedRows(rows: readonly RunAccuracyRow[], source: FamilySource): readonly BandedRow[] {
  const measured = rows.flatMap(measuredOf);
  const halves = [true, false].map((even) => measured.filter(({ id }) => isFitted(id) === even));
  const others = ({ id }: RunAccuracyRow): readonly MeasuredRow[] =>
    source === 'halves' ? (halves[isFitted(id) ? 1 : 0] ?? []) : source;
  return rows.map((row) => {
    const { family, twin } = row;
    if (family === undefined || twin === null) return row;
    const { name, interval } = familyOf(family, others(row));
    return { ...row, familyName: name, band: [interval[0] * twin, interval[1] * twin] };
  });
}

/** Families of the table itself: those of few rows as one with their relatives. */
export function familyTable(rows: readonly RunAccuracyRow[]): readonly FamilyAccuracy[] {
  const measured = rows.flatMap(measuredOf);
  const keys = new Map(measured.map((row) => [familyName(row), row] as const));
  const families = new Map(
    [...keys.values()].map((key) => familyOf(key, measured)).map((family) => [family.name, family] as const),
  );
  return [...families.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, rows: count, medianPct, p90Pct, interval }) => ({
      name,
      rows: count,
      medianPct,
      p90Pct,
      lowPct: 100 * (interval[0] - 1),
      highPct: 100 * (interval[1] - 1),
    }));
}

/** A judged step as a row of its family. */
const measuredOf = (row: RunAccuracyRow): readonly FamilyRow[] =>
  row.status !== 'judged' || row.family === undefined || row.errorPct === null || row.twin === null
    ? []
    : [{ ...row, ...row.family, errorPct: row.errorPct, twin: row.twin }];
