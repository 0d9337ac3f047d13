/** The parts of a network, checked, counted and priced in a thread of its own. */
import { checkedNetworkCost, runNetworkCost } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default ({ request }: { readonly request: unknown }) =>
  outputOf(() => runNetworkCost(checkedNetworkCost(request)));
