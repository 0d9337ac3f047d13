/** The parts of a network, counted and priced in a thread of its own. */
import { type CheckedNetworkCost, runNetworkCost } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default (request: CheckedNetworkCost) => outputOf(() => runNetworkCost(request));
