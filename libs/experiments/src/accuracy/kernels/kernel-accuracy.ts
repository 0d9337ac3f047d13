/**
 * Accuracy of the kernel model on measured kernels: errors by source, device and family over the rows that
 * were not fitted, and every row with what the model says of it.
 */
import { DEVICES } from '@railyard/cluster';
import { calibrationOf } from '@railyard/parallelism';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { isFitted } from './is-fitted.js';
import { type KernelRow, isMeasured } from './measured-kernel.js';
import { OVERHEADS } from './measurement-overheads.js';

export interface AccuracySource extends ErrorSummary {
  readonly source: string;
  readonly device: string;
  readonly family: string;
  /** Rows that the model expresses, fitted ones included. */
  readonly expressible: number;
}

export interface AccuracyRow {
  readonly id: string;
  /** `judged` and `fitted` rows have a twin; `left-out` rows say why not. */
  readonly status: 'judged' | 'fitted' | 'left-out';
  readonly measured: number;
  readonly twin: number | null;
  readonly errorPct: number | null;
  readonly grade: 'exact';
  readonly why: string;
}

export interface KernelAccuracy {
  readonly summary: ErrorSummary & { readonly expressible: number; readonly exact: number };
  readonly sources: readonly AccuracySource[];
  readonly rows: readonly AccuracyRow[];
}

/** Times in seconds; rows of a device without a preset are left out. */
export function kernelAccuracy(kernels: readonly KernelRow[]): KernelAccuracy {
  const rows = kernels.map(judge);
  const errors = (chosen: readonly AccuracyRow[]): number[] =>
    chosen.flatMap(({ status, errorPct }) => (status === 'judged' && errorPct !== null ? [errorPct] : []));
  const expressible = rows.filter(({ twin }) => twin !== null).length;
  const groups = new Map<string, { kernel: KernelRow; family: string; rows: AccuracyRow[] }>();
  kernels.forEach((kernel, index) => {
    const row = rows[index];
    if (row === undefined || !isMeasured(kernel)) return;
    const key = JSON.stringify([kernel.source, kernel.device, kernel.family]);
    const group = groups.get(key) ?? { kernel, family: kernel.family, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  });
  return {
    summary: { ...summarizeErrors(errors(rows), rows.length), expressible, exact: expressible },
    sources: [...groups.values()].map(({ kernel, family, rows: members }) => ({
      source: kernel.source,
      device: kernel.device,
      family,
      expressible: members.filter(({ twin }) => twin !== null).length,
      ...summarizeErrors(errors(members), members.length),
    })),
    rows,
  };
}

/** What the model says of one row. */
function judge(kernel: KernelRow): AccuracyRow {
  const { id, seconds: measured } = kernel;
  const device = DEVICES[kernel.device];
  if (!isMeasured(kernel) || device === undefined) {
    const why = isMeasured(kernel) ? `There is no device preset ${kernel.device}.` : kernel.why;
    return { id, status: 'left-out', measured, twin: null, errorPct: null, grade: 'exact', why };
  }
  const twin = kernel.predict(calibrationOf(device).constants, device, OVERHEADS);
  return {
    id,
    status: isFitted(kernel.shape) ? 'fitted' : 'judged',
    measured,
    twin,
    errorPct: 100 * (twin / measured - 1),
    grade: 'exact',
    why: '',
  };
}
