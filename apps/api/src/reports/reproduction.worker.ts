/** A table or figure of the paper, computed in a thread of its own. */
import { entryOf } from '@railyard/base';
import { type PriceList } from '@railyard/cluster';
import { type ExperimentResult } from '@railyard/experiments';
import { type ArtifactName, reproduce } from '@railyard/reports';
import { outputOf } from '../threads/thread-output.js';

export interface ReproductionTask {
  readonly artifact: ArtifactName;
  readonly prices?: PriceList;
  /** By experiment preset. */
  readonly results: Readonly<Record<string, ExperimentResult>>;
}

export default ({ artifact, prices, results }: ReproductionTask) =>
  outputOf(() =>
    reproduce(artifact, {
      resultOf: (preset) => entryOf(results, preset),
      ...(prices === undefined ? {} : { prices }),
    }),
  );
