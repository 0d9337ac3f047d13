/**
 * The service from outside: typed calls made from its own description, and runs followed to their end. Runs
 * in browsers too.
 */
export { type FollowOptions, type RunEvent, followRun } from './follow-run.js';
export { type components, type operations, type paths } from './generated/index.js';
export { type Fetch, pause } from './patient-fetch.js';
export { type Schemas, type ServiceCalls, type ServiceOptions, answerOf, openService } from './service.js';
export { ForeignAnswerError, type Problem, RefusedError, UnreachableError } from './service-error.js';
