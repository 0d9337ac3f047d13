/** A table or figure of the paper, computed in a thread of its own. */
import { InvalidDocumentError, entryOf } from '@railyard/base';
import { type PriceList } from '@railyard/cluster';
import { type ExperimentResult, priceListOf } from '@railyard/experiments';
import { type ArtifactName, reproduce } from '@railyard/reports';
import { outputOf } from '../threads/thread-output.js';

export interface ReproductionTask {
  readonly artifact: ArtifactName;
  readonly prices?: unknown;
  /** By experiment preset. */
  readonly results: Readonly<Record<string, ExperimentResult>>;
}

export default ({ artifact, prices, results }: ReproductionTask) =>
  outputOf(() =>
    reproduce(artifact, {
      resultOf: (preset) => entryOf(results, preset),
      ...(prices === undefined ? {} : { prices: pricesIn(prices) }),
    }),
  );

/** Issues of the document stand under the key that holds it. */
function pricesIn(document: unknown): PriceList {
  try {
    return priceListOf(document);
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    throw new InvalidDocumentError(error.issues.map((issue) => ({ ...issue, path: `/prices${issue.path}` })));
  }
}
