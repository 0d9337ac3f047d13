import {
  type ExecutionContext,
  UseInterceptors,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type Claim } from '@railyard/database';
import { type ClaimingRequest, IdempotencyInterceptor } from './idempotency.interceptor.js';

/**
 * The handler's answer is kept under the request's Idempotency-Key and given again to a repeat. A handler
 * that writes hands its `@ClaimOfRequest()` to the transaction.
 */
export const Idempotent = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({ name: 'Idempotency-Key', required: false }),
  );

/** The claim of the request's Idempotency-Key, as a handler's parameter; undefined without a key. */
export const ClaimOfRequest = createParamDecorator(
  (_: unknown, context: ExecutionContext): Claim | undefined =>
    context.switchToHttp().getRequest<ClaimingRequest>().claim,
);
