/** A model that is served, in a thread of its own. */
import { type PreparedServing, runServing } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default (prepared: PreparedServing) => outputOf(() => runServing(prepared));
