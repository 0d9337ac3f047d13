/** Who calls: the key of the request, and whom it stands for. */
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { type Caller } from '@railyard/database';
import { type FastifyRequest } from 'fastify';

export type CalledRequest = FastifyRequest & { caller?: Caller };

const EVERYBODY: Caller = { keyId: 'none', tenant: 'default', scopes: ['read', 'write', 'admin'] };

/** Where no key is asked for, everybody is one caller. */
export const callerOf = (request: CalledRequest): Caller => request.caller ?? EVERYBODY;

/** The caller, as a handler's parameter. */
export const CalledBy = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<CalledRequest>()),
);

/** The key of the Authorization header; null when there is none of the form that we issue. */
export function secretOf(request: FastifyRequest): string | null {
  const match = /^Bearer ([A-Za-z0-9_-]{10,200})$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}
