/** A pipeline schedule, checked and executed in a thread of its own. */
import { checkedSchedule, runSchedule } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default ({ request }: { readonly request: unknown }) =>
  outputOf(() => runSchedule(checkedSchedule(request)));
