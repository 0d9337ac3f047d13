/** Published training runs and what the engine says of each. */
import {
  judgeRun,
  publishedRuns,
  type PublishedRun,
  type RunAccuracyRow,
  type RunColumns,
} from '@railyard/experiments';
import table from '../../../../../test/data/training-runs.csv';

let runs: readonly PublishedRun[] | undefined;

export interface AccuracyAnswer {
  readonly total: number;
  readonly rows: readonly RunAccuracyRow[];
}

interface Part {
  readonly from: number;
  readonly to: number;
}

/** Some runs of the table that ships with the project: all of them take a minute. */
export function accuracy({ from, to }: Part): AccuracyAnswer {
  runs ??= publishedRuns(table as unknown as readonly RunColumns[]);
  return { total: runs.length, rows: runs.slice(from, to).map(judgeRun) };
}
