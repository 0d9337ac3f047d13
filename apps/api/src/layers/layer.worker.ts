/** A transformer layer, checked and timed in a thread of its own. */
import { checkedLayer, runLayer } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default ({ request }: { readonly request: unknown }) =>
  outputOf(() => runLayer(checkedLayer(request)));
