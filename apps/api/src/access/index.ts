/** Who calls, whether they may, and how often. */
export { ACCESS, type AccessRules } from './access-rules.js';
export { AccessGuard } from './access.guard.js';
export { AccessModule } from './access.module.js';
export { CalledBy, type CalledRequest, callerOf, secretOf } from './caller.js';
export { assertOwnPage } from './own-pages.js';
export { RateGuard } from './rate.guard.js';
