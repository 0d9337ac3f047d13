/** Several jobs on one cluster, simulated in a thread of their own. */
import { type CheckedSharedCluster, runSharedCluster } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default (request: CheckedSharedCluster) => outputOf(() => runSharedCluster(request));
