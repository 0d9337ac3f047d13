/**
 * Every so-manyth of the experiments, one after the other, and nothing else; or, untimed, the hash of what
 * each gives.
 */
import { createHash } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { canonicalJson } from '@railyard/base';
import { type PreparedExperiment, runExperiment } from '@railyard/experiments';

export interface PlainLoop {
  readonly experiments: readonly PreparedExperiment[];
}

/** compute: the experiments from `from` to `to`; hashes: of the results of every so-manyth, in order. */
export type PlainOrder =
  | { readonly kind: 'compute'; readonly from: number; readonly to: number }
  | { readonly kind: 'hashes'; readonly stride: number };

/** To compute before the clock starts, as the service's threads have after their first runs. */
const WARM = 400;

// As the service's threads have it: they are compared on a machine where others may work too.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const { experiments } = workerData as PlainLoop;
for (const experiment of experiments.slice(0, WARM)) runExperiment(experiment);
parentPort?.postMessage('ready');
parentPort?.on('message', (order: PlainOrder) => {
  if (order.kind === 'hashes') {
    parentPort?.postMessage(
      experiments
        .filter((_experiment, index) => index % order.stride === 0)
        .map((experiment) =>
          createHash('sha256')
            .update(canonicalJson(runExperiment(experiment)))
            .digest('hex'),
        ),
    );
    return;
  }
  for (const experiment of experiments.slice(order.from, order.to)) runExperiment(experiment);
  parentPort?.postMessage('done');
});
