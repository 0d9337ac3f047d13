/**
 * Accuracy of services: published measurements, each mapped to a document and computed. Fitted to them are
 * the start of an engine's all-reduce, which no row here measures, and what processors reach of their memory,
 * to three rows that are not judged.
 */
import { type MeasuredService, MEASURED_SERVICES } from '../../families/index.js';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { judgedService, type ServingAccuracyRow } from './judge-service.js';
import { type ServingRow } from './published-service.js';

export interface ServingGroup extends ErrorSummary {
  readonly name: string;
  readonly judged: number;
  /** Share of judged rows whose measured value lies in the band, per cent. */
  readonly inBandPct: number | null;
}

export interface ServingAccuracy {
  readonly summary: ServingGroup;
  /** By the first part of a row's id: one source, or one engine of it. */
  readonly sources: readonly ServingGroup[];
  readonly devices: readonly ServingGroup[];
  readonly rows: readonly ServingAccuracyRow[];
}

/**
 * @param id of one row; absent: all
 * @param measured what families are made of, less what the publisher of a row measured
 */
export function servingAccuracy(
  table: readonly ServingRow[],
  id?: string,
  measured: readonly MeasuredService[] = MEASURED_SERVICES,
): ServingAccuracy {
  const wanted = id === undefined ? table : table.filter((row) => row.id === id);
  const rows = wanted.map((row) => judgedService(row, table, measured));
  const by = (of: (row: ServingAccuracyRow) => string): readonly ServingGroup[] =>
    [...new Set(rows.map(of))].map((name) =>
      groupOf(
        name,
        rows.filter((row) => of(row) === name),
      ),
    );
  return {
    summary: groupOf('all', rows),
    sources: by(({ id }) => id.replace(/-\d+$/, '')),
    devices: by(({ device }) => device),
    rows,
  };
}

function groupOf(name: string, rows: readonly ServingAccuracyRow[]): ServingGroup {
  const errors = rows.flatMap(({ errorPct }) => errorPct ?? []);
  const inside = rows.filter(({ errorPct, isInBand }) => errorPct !== null && isInBand === true);
  return {
    name,
    ...summarizeErrors(errors, rows.length),
    judged: errors.length,
    inBandPct: errors.length === 0 ? null : (100 * inside.length) / errors.length,
  };
}
