/**
 * The whole reproduction: every table, the runs kept in the database, an HTML report and a trace for
 * Perfetto.
 */
import { join } from 'node:path';
import { type ExperimentResult } from '@railyard/experiments';
import { type Report } from '@railyard/reports';
import { prepareNamed } from '../input/prepare.js';
import { withProgressBar } from '../output/progress.js';
import { writableFolder, writeText } from '../output/write-file.js';

export interface FullReport {
  readonly reports: readonly Report[];
  /** What was written, and what it is. */
  readonly files: readonly { readonly what: string; readonly path: string }[];
}

/** Whose step the trace shows. */
const TRACED = 'deepseek-v3-mpft';

/** Writes into `folder`; the runs go to the project's database. */
export async function fullReport(folder: string): Promise<FullReport> {
  await writableFolder(folder);
  const { recordedRuns } = await import('./recorded-runs.js');
  const { DEFAULT_DATABASE_FILE } = await import('@railyard/database');
  const { ALL_ARTIFACTS, chromeTrace, renderHtml, reproduce } = await import('@railyard/reports');
  const { recordExperiment } = await import('@railyard/experiments');
  const runs = await recordedRuns();
  const resultOf = async (preset: string): Promise<ExperimentResult> => runs.run(await prepareNamed(preset));
  const reports: Report[] = [];
  try {
    await withProgressBar(async (bar) => {
      for (const [index, artifact] of ALL_ARTIFACTS.entries()) {
        bar.update(artifact, index / ALL_ARTIFACTS.length);
        reports.push(await reproduce(artifact, { resultOf }));
      }
    });
  } finally {
    await runs.close();
  }
  const html = join(folder, 'report.html');
  const trace = join(folder, `${TRACED}.trace.json.gz`);
  await writeText(html, renderHtml(reports));
  await writeText(trace, JSON.stringify(chromeTrace(recordExperiment(await prepareNamed(TRACED)))));
  return {
    reports,
    files: [
      { what: 'HTML report', path: html },
      { what: `Trace of ${TRACED} (open it at https://ui.perfetto.dev)`, path: trace },
      { what: 'Runs', path: DEFAULT_DATABASE_FILE },
    ],
  };
}
