export { IdempotencyInterceptor } from './idempotency.interceptor.js';
export { Idempotent } from './idempotent.decorator.js';
