/** The runs of a table. */
import { phaseOf } from './measured-step.js';
import { type PublishedRun, type RunColumns, publishedRun } from './published-run.js';

/** The runs of a table, each complete in itself: they can be judged in any order, in any thread. */
export function publishedRuns(table: readonly RunColumns[]): readonly PublishedRun[] {
  const runs = table.map(publishedRun);
  return runs.map((run) => withStep(run, runs));
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
