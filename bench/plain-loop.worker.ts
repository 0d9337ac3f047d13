/** Every so-manyth of the experiments, one after the other, and nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { type PreparedExperiment, runExperiment } from '../libs/experiments/src/index.js';

export interface PlainLoop {
  readonly experiments: readonly PreparedExperiment[];
}

const { experiments } = workerData as PlainLoop;
// Warm, as the service's threads are after their first runs.
for (const experiment of experiments.slice(0, 20)) runExperiment(experiment);
parentPort?.postMessage('ready');
parentPort?.once('message', () => {
  for (const experiment of experiments) runExperiment(experiment);
  parentPort?.postMessage('done');
  parentPort?.close();
});
