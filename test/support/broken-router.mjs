/** Preloaded into a process: its router breaks an invariant on every message, as a bug in it would. */
import { invariant } from '../../dist/libs/base/src/index.js';
import { Router } from '../../dist/libs/cluster/src/index.js';

Router.prototype.route = () => invariant(false, 'an invariant that a test breaks');
