/** A collective, checked and simulated in a thread of its own. Bounded, so that it takes less than two seconds. */
import { checkedNetwork, type NetworkLimits, runNetwork } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

/** About a second on one core. */
const LIMITS: NetworkLimits = { messages: 40_000, repeated: 17_000, crossings: 2_500_000 };

export default ({ request }: { readonly request: unknown }) =>
  outputOf(() => runNetwork(checkedNetwork(request, LIMITS), LIMITS));
