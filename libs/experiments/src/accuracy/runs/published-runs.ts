/** The runs of a table. */
import { phaseOf } from './measured-step.js';
import { type PublishedRun, type RunColumns, publishedRun } from './published-run.js';

/** The runs of a table, each complete in itself: they can be judged in any order, in any thread. */
export function publishedRuns(table: readonly RunColumns[]): readonly PublishedRun[] {
  const runs = table.map(publishedRun);
  return runs.map((run) => withPrecision(withStep(run, runs), runs));
}

/** A row of a phase takes what it leaves open from the row of its step. */
function withStep(run: PublishedRun, runs: readonly PublishedRun[]): PublishedRun {
  const phase = phaseOf(run);
  if (phase === undefined) return run;
  const step = runs.find(
    ({ kind, source, stepTimeS }) =>
      kind === 'step' && source === run.source && stepTimeS === phase.stepTimeS,
  );
  return { ...step, ...run };
}

/**
 * A row that leaves its precision open takes the one that the table has most often for its framework and
 * device.
 */
function withPrecision(run: PublishedRun, runs: readonly PublishedRun[]): PublishedRun {
  if (run.precision !== '') return run;
  const counts = new Map<string, number>();
  for (const { framework, gpu, precision } of runs)
    if (precision !== '' && framework === run.framework && gpu === run.gpu)
      counts.set(precision, (counts.get(precision) ?? 0) + 1);
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most === undefined ? run : { ...run, usualPrecision: most[0] };
}
