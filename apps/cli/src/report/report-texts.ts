/** Reports of every kind as files in the form that was asked for. */
import { type ExperimentResult } from '@railyard/experiments';
import { type ArtifactName, type ReportFormat } from '@railyard/reports';
import { judgeRuns } from '../accuracy/judge-runs.js';
import { readRuns } from '../accuracy/read-published.js';
import { type Changes, prepare } from '../input/prepare.js';
import { type NamedDocument, readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { about } from '../output/errors.js';
import { withProgressBar } from '../output/progress.js';

/** Text, or a PDF. */
type ReportBytes = string | Uint8Array;

/** A run as it is saved, or an experiment that is run now. */
export async function runReport(
  named: NamedDocument,
  changes: Changes,
  format: ReportFormat,
): Promise<ReportBytes> {
  const { recordExperiment, runAndRecord } = await import('@railyard/experiments');
  const { pageFile, runPage } = await import('@railyard/reports');
  if (isResult(named.document)) {
    const result = named.document;
    const timeline = recordExperiment({ id: result.id, document: result.document });
    return pageFile(runPage(result, timeline), format);
  }
  const prepared = await prepare(named, changes);
  const { result, timeline } = await withProgressBar((bar) =>
    runAndRecord(prepared, ({ phase, share }) => bar.update(phase, share)),
  );
  return pageFile(runPage(await canonical(result), timeline), format);
}

const isResult = (document: unknown): document is ExperimentResult =>
  typeof document === 'object' &&
  document !== null &&
  'metrics' in document &&
  'document' in document &&
  'breakdown' in document;

/** With a replay section of defaults where the document has none. */
export function replayReport(
  named: NamedDocument,
  changes: Changes,
  format: ReportFormat,
): Promise<ReportBytes> {
  return runReport(withReplay(named), changes, format);
}

export function withReplay(named: NamedDocument): NamedDocument {
  const { document } = named;
  const isPlain = typeof document === 'object' && document !== null && !isResult(document);
  return isPlain ? { ...named, document: { replay: {}, ...document } } : named;
}

export async function sweepReport(file: string, format: ReportFormat): Promise<ReportBytes> {
  const { ENGINE_VERSION, isServingSweep, prepareAnySweep, runExperiment, runMetrics, searchBest } =
    await import('@railyard/experiments');
  const { pageFile, sweepPage } = await import('@railyard/reports');
  const { source, document } = await readDocument(file);
  const sweep = about(source, () => prepareAnySweep(document));
  const { runPoints } = await import('../sweep/run-points.js');
  const points = await withProgressBar(async (bar) =>
    !isServingSweep(sweep) && sweep.document.method === 'optimize'
      ? searchBest(
          sweep,
          (run) => runMetrics(runExperiment(run.prepared)),
          (settled, of) => bar.update(`point ${settled + 1} of ${of}`, settled / of),
        ).runs
      : runPoints(sweep, (done, of) => bar.update(`${done} of ${of} points`, done / of)),
  );
  const { infeasible } = sweep;
  return pageFile(
    sweepPage({ document: sweep.document, engineVersion: ENGINE_VERSION, points, infeasible }),
    format,
  );
}

export async function accuracyReport(file: string | undefined, format: ReportFormat): Promise<ReportBytes> {
  const { ENGINE_VERSION, MEASURED_ROWS, runAccuracy } = await import('@railyard/experiments');
  const { accuracyPage, pageFile } = await import('@railyard/reports');
  const runs = await readRuns(file);
  const rows = await withProgressBar((bar) =>
    judgeRuns(runs, (share) => bar.update('published runs', share)),
  );
  const found = runAccuracy(rows, file === undefined ? 'halves' : MEASURED_ROWS);
  return pageFile(accuracyPage(found, ENGINE_VERSION), format);
}

export async function reproduceReport(
  names: readonly ArtifactName[],
  format: ReportFormat,
): Promise<ReportBytes> {
  const { reportsFile, reproduce } = await import('@railyard/reports');
  const { runExperiment } = await import('@railyard/experiments');
  const reports = await withProgressBar(async (bar) => {
    const made = [];
    for (const [index, name] of names.entries()) {
      bar.update(name, index / names.length);
      const resultOf = async (preset: string): Promise<ExperimentResult> =>
        runExperiment(await prepare(await readDocument(preset)));
      made.push(await reproduce(name, { resultOf }));
    }
    return made;
  });
  return reportsFile(reports, format);
}
