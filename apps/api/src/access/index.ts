/** Who calls, whether they may, and how often. */
export { AccessGuard } from './access.guard.js';
export { CalledBy, type CalledRequest, callerOf, secretOf } from './caller.js';
export { RateGuard } from './rate.guard.js';
