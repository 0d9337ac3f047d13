/** The engine against every published run that ships with the project, in a thread of its own. */
import { readFileSync } from 'node:fs';
import {
  ENGINE_VERSION,
  type RunAccuracy,
  type RunColumns,
  judgeRun,
  publishedRuns,
  runAccuracy,
} from '@railyard/experiments';
import { type ReportFormat, accuracyPage, pageFile } from '@railyard/reports';
import { parse } from 'csv-parse/sync';
import { outputOf } from '../threads/thread-output.js';

/** From dist/apps/api/src/accuracy, where this file runs. */
const SHIPPED = new URL('../../../../../test/data/', import.meta.url);
const SETS = ['training-runs.csv', 'mlperf-llama31-405b.csv'];

export interface AccuracyTask {
  readonly format: ReportFormat;
  /** Absent: it is computed. */
  readonly found?: RunAccuracy;
}

export interface AccuracyOutput {
  readonly found: RunAccuracy;
  readonly file: string | Uint8Array;
}

export default ({ format, found: known }: AccuracyTask) =>
  outputOf(async (): Promise<AccuracyOutput> => {
    const found = known ?? runAccuracy(publishedRuns(SETS.flatMap(rowsIn)).map(judgeRun), 'halves');
    return { found, file: await pageFile(accuracyPage(found, ENGINE_VERSION), format) };
  });

const rowsIn = (set: string): readonly RunColumns[] =>
  parse(readFileSync(new URL(set, SHIPPED), 'utf8'), { columns: true, comment: '#', comment_no_infix: true });
