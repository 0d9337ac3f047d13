/** Who calls, whether they may, and how often. */
export { ACCESS, type AccessRules } from './access-rules.js';
export { AccessGuard } from './access.guard.js';
export { AccessModule } from './access.module.js';
export { CalledBy, type CalledRequest, callerOf, secretOf } from './caller.js';
export { assertOwnPage } from './own-pages.js';
export { AddressRateGuard, KeyRateGuard } from './rate.guard.js';
export { RequestCounts } from './request-counts.js';
