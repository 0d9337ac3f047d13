/** A collective, simulated in a thread of its own. */
import { type BenchmarkRequest } from '@railyard/cluster';
import { type NetworkLimits, runNetwork } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export interface CollectiveTask {
  readonly request: BenchmarkRequest;
  readonly limits: NetworkLimits;
}

export default ({ request, limits }: CollectiveTask) => outputOf(() => runNetwork(request, limits));
