/** A report: published numbers alongside the twin's. Made from results; it never runs a simulation. */
import { type ProvenancedInput } from '@railyard/base';

/**
 * `fitted`: an input was fitted to this very row; `published-input`: the row is itself an input;
 * `own-prices`: it follows from a price list of the user's; `predicted`: none of these.
 */
export type RowKind = 'predicted' | 'fitted' | 'published-input' | 'own-prices';

export interface ReportRow {
  /** What is measured, e.g. `bubble`. */
  readonly name: string;
  readonly unit: string;
  /** On what, e.g. `MPFT`. */
  readonly case: string;
  /** null where nothing is published. */
  readonly paper: number | null;
  readonly twin: number;
  /** (twin - paper) / paper in per cent; null without a paper number. */
  readonly errorPct: number | null;
  readonly kind: RowKind;
  /** Largest |errorPct| that passes; null when the row has none. */
  readonly tolerancePct: number | null;
  /** 90 % interval of the twin's value; the paper's is to lie in it. */
  readonly band?: readonly [low: number, high: number];
  /** Of a row whose paper value is known to lie outside the band, by `tolerancePct` at most: why. */
  readonly open?: string;
  /** Why the row differs or how it is to be read; '' when there is nothing to say. */
  readonly note: string;
}

/** Curves of a figure, drawn where a form of the report has pictures. */
export interface ReportCurves {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

/** A table of text. */
export interface Grid {
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
  /** Columns of text; the others hold numbers. */
  readonly textColumns: number;
}

export interface Report {
  /** `table1` .. `table5`, `decode-limits`. */
  readonly artifact: string;
  readonly title: string;
  /** Heading of the published numbers where they are not the paper's, or not all; default `paper`. */
  readonly reference?: 'published';
  readonly engineVersion: string;
  readonly rows: readonly ReportRow[];
  /** What a reader sees where words are next to numbers; absent: a line for each row. */
  readonly grid?: Grid;
  readonly curves?: ReportCurves;
  readonly inputs: readonly ProvenancedInput[];
  /** Every judged row is within its tolerance, and what the artifact asks besides. */
  readonly withinTolerance: boolean;
  readonly conclusion: string;
}

export interface RowOptions {
  readonly name: string;
  readonly unit: string;
  readonly case: string;
  readonly paper: number | null;
  readonly twin: number;
  readonly kind?: RowKind;
  readonly tolerancePct?: number;
  readonly band?: readonly [low: number, high: number];
  readonly open?: string;
  readonly note?: string;
}

/** Differences below a part in 1e12 are how binary holds decimals, not a difference. */
const ROUNDING = 1e-12;

export function reportRow(options: RowOptions): ReportRow {
  const { name, unit, paper, twin } = options;
  const relative = paper === null ? null : paper === 0 ? (twin === 0 ? 0 : null) : (twin - paper) / paper;
  const errorPct = relative === null ? null : Math.abs(relative) < ROUNDING ? 0 : 100 * relative;
  return {
    name,
    unit,
    case: options.case,
    paper,
    twin,
    errorPct,
    kind: options.kind ?? 'predicted',
    tolerancePct: options.tolerancePct ?? null,
    ...(options.band === undefined ? {} : { band: options.band }),
    ...(options.open === undefined ? {} : { open: options.open }),
    note: options.note ?? '',
  };
}

/** `open`: outside its band, said to be so, and no further than its tolerance. */
export type RowVerdict = 'within' | 'outside' | 'open' | 'not judged';

/** NaN is outside: a row that could not be computed does not pass. */
export function rowVerdict({ paper, band, open, errorPct, tolerancePct }: ReportRow): RowVerdict {
  const near = errorPct !== null && tolerancePct !== null && Math.abs(errorPct) <= tolerancePct;
  if (band !== undefined && paper !== null) {
    if (band[0] <= paper && paper <= band[1]) return 'within';
    return open !== undefined && near ? 'open' : 'outside';
  }
  if (errorPct === null || tolerancePct === null) return 'not judged';
  return near ? 'within' : 'outside';
}

export const allWithin = (rows: readonly ReportRow[]): boolean =>
  rows.every((row) => rowVerdict(row) !== 'outside');

/** What a reader must know of the rows, each sentence once: notes, and why a row is open. */
export const notesOf = ({ rows }: Report): readonly string[] => [
  ...new Set([
    ...rows.filter((row) => row.note !== '').map((row) => row.note),
    ...rows.filter((row) => rowVerdict(row) === 'open').map((row) => `${row.name} is open. ${row.open}`),
  ]),
];

/** Rows with a published number that nothing judges. */
export const unjudged = ({ rows }: Report): readonly ReportRow[] =>
  rows.filter((row) => row.errorPct !== null && rowVerdict(row) === 'not judged');

/** How the rows were judged, and how far those differ that were not. */
export function verdictLine(report: Report): string {
  const { rows, withinTolerance } = report;
  if (!withinTolerance) return 'OUT OF TOLERANCE.';
  const open = rows.filter((row) => rowVerdict(row) === 'open').length;
  const judged =
    open === 0
      ? 'Every judged row is within its tolerance.'
      : `Every judged row is within its tolerance or band, but for ${open} that are open.`;
  const left = unjudged(report);
  if (left.length === 0) return judged;
  const most = left.reduce((largest, { errorPct }) => Math.max(largest, Math.abs(errorPct ?? 0)), 0);
  const rest =
    left.length === 1
      ? '1 row with a published number is not judged, and differs'
      : `${left.length} rows with a published number are not judged, and differ`;
  return `${judged} ${rest} by ${most.toFixed(0)} % at most.`;
}

/** What the twin's numbers are next to. */
export const referenceOf = ({ reference }: Report): string => reference ?? 'paper';

export const cases = (report: Report): readonly string[] => [...new Set(report.rows.map((row) => row.case))];

/** How many inputs of each provenance, and the names of the fitted ones. */
export function countInputs(inputs: readonly ProvenancedInput[]): {
  readonly counts: Readonly<Record<ProvenancedInput['provenance'], number>>;
  readonly fitted: readonly string[];
} {
  const counts = { published: 0, measured: 0, derived: 0, fitted: 0, assumed: 0 };
  for (const input of inputs) counts[input.provenance] += 1;
  return {
    counts,
    fitted: inputs.filter((input) => input.provenance === 'fitted').map((input) => input.name),
  };
}

/** One line: `Inputs: published 12, measured 3, ... Fitted: routing.imbalance.` */
export function inputsLine(inputs: readonly ProvenancedInput[]): string {
  const { counts, fitted } = countInputs(inputs);
  const list = Object.entries(counts)
    .map(([provenance, count]) => `${provenance} ${count}`)
    .join(', ');
  return `Inputs: ${list}.${fitted.length === 0 ? '' : ` Fitted: ${fitted.join(', ')}.`}`;
}

/** Inputs of several results, each once; the same name with another value stays. */
export function mergeInputs(...lists: readonly (readonly ProvenancedInput[])[]): readonly ProvenancedInput[] {
  const seen = new Map<string, ProvenancedInput>();
  for (const input of lists.flat()) seen.set(JSON.stringify([input.name, input.value]), input);
  return [...seen.values()];
}
