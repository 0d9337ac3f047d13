/**
 * Accuracy of whole steps: published runs, each mapped to a document and computed. What the engine is
 * fitted to are kernels, collectives and, by a few rows that are not counted, a host (host-fitted-runs.ts).
 */
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import {
  type BandedRow,
  type FamilyAccuracy,
  type FamilySource,
  bandedRows,
  familyTable,
} from './row-bands.js';
import { type RunAccuracyRow } from './judge-run.js';

export interface RunSource extends ErrorSummary {
  readonly source: string;
  readonly device: string;
  readonly expressible: number;
  /** Rows without a substitute. */
  readonly exact: number;
  /** Share of the rows with a family whose measured time lies in the 90 % band. */
  readonly coveredPct: number | null;
  readonly memoryRows: number;
  readonly memoryMedianPct: number | null;
  readonly memoryBiasPct: number | null;
  readonly peerRows: number;
  /** Median of the peers' errors, and of ours on the same rows. */
  readonly peerMedianPct: number | null;
  readonly twinOnPeerRowsPct: number | null;
}

export interface RunAccuracy {
  readonly summary: Omit<RunSource, 'source' | 'device'> & { readonly fitted: number };
  /** By source. */
  readonly sources: readonly RunSource[];
  readonly devices: readonly RunSource[];
  /** Of the rows of this table. */
  readonly families: readonly FamilyAccuracy[];
  readonly rows: readonly BandedRow[];
}

/** Tables of judged rows. */
export function runAccuracy(judged: readonly RunAccuracyRow[], families: FamilySource): RunAccuracy {
  const rows = bandedRows(judged, families);
  const { source: _, device: __, ...summary } = groupOf('', '', rows);
  const by = (name: 'source' | 'device'): readonly RunSource[] =>
    [...new Set(rows.map((row) => row[name]))].map((key) => {
      const members = rows.filter((row) => row[name] === key);
      const devices = new Set(members.map(({ device }) => device));
      return groupOf(name === 'source' ? key : '', [...devices].join(', '), members);
    });
  return {
    summary: { ...summary, fitted: rows.filter(({ status }) => status === 'fitted').length },
    sources: by('source'),
    devices: by('device'),
    families: familyTable(judged),
    rows,
  };
}

function groupOf(source: string, device: string, rows: readonly BandedRow[]): RunSource {
  const stated = rows.filter(({ status }) => status !== 'left-out');
  const judged = stated.filter(({ status }) => status === 'judged');
  const errors = (of: readonly RunAccuracyRow[], name: 'errorPct' | 'memoryErrorPct' | 'peerErrorPct') =>
    of.flatMap((row) => row[name] ?? []);
  const peers = judged.filter(({ peerErrorPct }) => peerErrorPct !== null);
  const memory = summarizeErrors(errors(judged, 'memoryErrorPct'), 0);
  return {
    source,
    device,
    ...summarizeErrors(errors(judged, 'errorPct'), rows.length),
    expressible: rows.filter(({ status }) => status !== 'left-out').length,
    exact: rows.filter(({ grade }) => grade !== null && grade !== 'substituted').length,
    coveredPct: coveredPct(judged),
    memoryRows: errors(judged, 'memoryErrorPct').length,
    memoryMedianPct: memory.medianPct,
    memoryBiasPct: memory.biasPct,
    peerRows: peers.length,
    peerMedianPct: summarizeErrors(errors(peers, 'peerErrorPct'), 0).medianPct,
    twinOnPeerRowsPct: summarizeErrors(errors(peers, 'errorPct'), 0).medianPct,
  };
}

function coveredPct(rows: readonly BandedRow[]): number | null {
  const banded = rows.flatMap(({ band, measured }) =>
    band === undefined || measured === null ? [] : [measured >= band[0] && measured <= band[1]],
  );
  return banded.length === 0 ? null : (100 * banded.filter(Boolean).length) / banded.length;
}
