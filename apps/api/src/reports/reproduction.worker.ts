/** A table or figure of the paper, computed in a thread of its own. */
import { entryOf } from '@railyard/base';
import { type PriceList } from '@railyard/cluster';
import { type ExperimentResult } from '@railyard/experiments';
import { type ArtifactName, type ReportFormat, reportsFile, reproduce } from '@railyard/reports';
import { outputOf } from '../threads/thread-output.js';

export interface ReproductionTask {
  readonly artifact: ArtifactName;
  readonly prices?: PriceList;
  /** By experiment preset. */
  readonly results: Readonly<Record<string, ExperimentResult>>;
  /** As a file; absent: as data. */
  readonly format?: ReportFormat;
}

export default ({ artifact, prices, results, format }: ReproductionTask) =>
  outputOf(async () => {
    const report = await reproduce(artifact, {
      resultOf: (preset) => entryOf(results, preset),
      ...(prices === undefined ? {} : { prices }),
    });
    return format === undefined ? report : reportsFile([report], format);
  });
