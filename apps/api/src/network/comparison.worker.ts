/** Fabrics, priced and run in a thread of their own. */
import { type CheckedFabricComparison, compareFabrics } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default (request: CheckedFabricComparison) => outputOf(() => compareFabrics(request));
