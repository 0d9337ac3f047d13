/** A transformer layer, timed in a thread of its own. */
import { type CheckedLayer, runLayer } from '@railyard/experiments';
import { outputOf } from '../threads/thread-output.js';

export default (layer: CheckedLayer) => outputOf(() => runLayer(layer));
