export { ClaimOfRequest, Idempotent } from './idempotent.decorator.js';
