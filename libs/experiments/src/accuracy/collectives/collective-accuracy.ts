/** Accuracy of the collectives of NCCL on measured ones: errors by source, device and family. */
import { DEVICES } from '@railyard/cluster';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { type AccuracyRow, type KernelAccuracy, isFitted } from '../kernels/index.js';
import { type CollectiveRow, isMeasuredCollective } from './measured-collective.js';

/** Times in seconds; rows of a device without a preset are left out. */
export function collectiveAccuracy(collectives: readonly CollectiveRow[]): KernelAccuracy {
  const rows = collectives.map(judge);
  const groups = new Map<string, { source: string; device: string; family: string; rows: AccuracyRow[] }>();
  collectives.forEach((collective, index) => {
    const row = rows[index];
    if (row === undefined || !isMeasuredCollective(collective)) return;
    const { source, device, family } = collective;
    const key = JSON.stringify([source, device, family]);
    const group = groups.get(key) ?? { source, device, family, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  });
  const expressible = (chosen: readonly AccuracyRow[]): number =>
    chosen.filter(({ twin }) => twin !== null).length;
  return {
    summary: { ...errorsOf(rows), expressible: expressible(rows), exact: expressible(rows) },
    sources: [...groups.values()].map(({ rows: members, ...names }) => ({
      ...names,
      expressible: expressible(members),
      ...errorsOf(members),
    })),
    rows,
  };
}

function errorsOf(rows: readonly AccuracyRow[]): ErrorSummary {
  const errors = rows.flatMap(({ status, errorPct }) =>
    status === 'judged' && errorPct !== null ? [errorPct] : [],
  );
  return summarizeErrors(errors, rows.length);
}

/** What the model says of one row. */
function judge(collective: CollectiveRow): AccuracyRow {
  const { id, seconds: measured } = collective;
  const device = DEVICES[collective.device];
  if (!isMeasuredCollective(collective) || device === undefined) {
    const why = isMeasuredCollective(collective)
      ? `There is no device preset ${collective.device}.`
      : collective.why;
    return { id, status: 'left-out', measured, twin: null, errorPct: null, grade: 'exact', why };
  }
  const twin = collective.predict(device);
  return {
    id,
    status: isFitted(collective.shape) ? 'fitted' : 'judged',
    measured,
    twin,
    errorPct: 100 * (twin / measured - 1),
    grade: 'exact',
    why: '',
  };
}
