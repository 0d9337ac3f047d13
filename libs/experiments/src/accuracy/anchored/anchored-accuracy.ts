/**
 * Accuracy of projections from a measured step: of all judged runs of one source and model the smallest job
 * is the anchor, and every other one is a target. Nothing of a target is used but its document.
 */
import { corrections, intervalOf, totalOf } from '../../anchor/index.js';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { type RunAccuracyRow } from '../runs/index.js';

interface AnchoredRow {
  /** Of the target. */
  readonly id: string;
  readonly anchor: string;
  readonly source: string;
  readonly device: string;
  readonly model: string;
  readonly status: 'judged';
  readonly grade: RunAccuracyRow['grade'];
  readonly measured: number;
  readonly twin: number;
  readonly errorPct: number;
  /** Of the same row without the anchor, and with its plain ratio. */
  readonly unanchoredPct: number;
  readonly ratioPct: number;
  readonly explainedPct: number;
  /** Seconds, 90 %. */
  readonly band: readonly [low: number, high: number];
  readonly why: string;
}

export interface AnchoredSource extends ErrorSummary {
  readonly source: string;
  readonly device: string;
  readonly expressible: number;
  readonly unanchoredMedianPct: number | null;
  readonly ratioMedianPct: number | null;
  /** Share of the pairs whose measured time lies in the 90 % band. */
  readonly coveredPct: number | null;
}

export interface AnchoredAccuracy {
  readonly summary: Omit<AnchoredSource, 'source' | 'device'> & { readonly exact: number };
  readonly sources: readonly AnchoredSource[];
  readonly rows: readonly AnchoredRow[];
}

type Judged = RunAccuracyRow &
  Readonly<{ measured: number; twin: number; errorPct: number }> &
  Required<Pick<RunAccuracyRow, 'components' | 'traits'>>;

const isStep = (row: RunAccuracyRow): row is Judged =>
  row.status === 'judged' &&
  row.components !== undefined &&
  row.traits !== undefined &&
  row.errorPct !== null;

export function anchoredAccuracy(judged: readonly RunAccuracyRow[]): AnchoredAccuracy {
  const groups = new Map<string, Judged[]>();
  for (const row of judged.filter(isStep)) {
    const key = JSON.stringify([row.source, row.model]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const rows = [...groups.values()].flatMap((members) => {
    const [anchor, ...targets] = members.toSorted(bySize);
    return anchor === undefined ? [] : targets.map((target) => projected(target, anchor));
  });
  const names = [...new Set(rows.map(({ source }) => source))];
  const { source: _, device: __, ...summary } = summaryOf('', rows);
  return {
    summary: { ...summary, exact: rows.filter(({ grade }) => grade !== 'substituted').length },
    sources: names.map((name) =>
      summaryOf(
        name,
        rows.filter(({ source }) => source === name),
      ),
    ),
    rows,
  };
}

/** Fewest GPUs, then the shortest step that the engine computes. */
const bySize = (a: Judged, b: Judged): number => a.gpus - b.gpus || a.twin - b.twin || (a.id < b.id ? -1 : 1);

function projected(target: Judged, anchor: Judged): AnchoredRow {
  const { components, traits, measured } = anchor;
  const found = corrections(target, [{ components, traits, measuredS: measured }]);
  const twin = totalOf(target.components, found.factors);
  const [low, high] = intervalOf(found.deviation);
  const { id, source, device, model, grade, errorPct } = target;
  const ratio = target.twin * (anchor.measured / anchor.twin);
  return {
    id,
    anchor: anchor.id,
    source,
    device,
    model,
    status: 'judged',
    grade,
    measured: target.measured,
    twin,
    errorPct: 100 * (twin / target.measured - 1),
    unanchoredPct: errorPct,
    ratioPct: 100 * (ratio / target.measured - 1),
    explainedPct: found.explainedPct,
    band: [low * twin, high * twin],
    why: target.why,
  };
}

function summaryOf(source: string, rows: readonly AnchoredRow[]): AnchoredSource {
  const median = (name: 'unanchoredPct' | 'ratioPct') =>
    summarizeErrors(
      rows.map((row) => row[name]),
      0,
    ).medianPct;
  return {
    source,
    device: [...new Set(rows.map(({ device }) => device))].join(', '),
    expressible: rows.length,
    ...summarizeErrors(
      rows.map(({ errorPct }) => errorPct),
      rows.length,
    ),
    unanchoredMedianPct: median('unanchoredPct'),
    ratioMedianPct: median('ratioPct'),
    coveredPct: rows.length === 0 ? null : (100 * rows.filter(isCovered).length) / rows.length,
  };
}

const isCovered = ({ measured, band: [low, high] }: AnchoredRow): boolean =>
  measured >= low && measured <= high;
