/**
 * Who calls, and whether they may. Off on loopback unless asked for; required wherever others can reach the
 * server.
 */
import { createHash } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  createParamDecorator,
} from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import { type Caller, type Scope, type Storage } from '@railyard/storage';
import { type FastifyRequest } from 'fastify';
import { ACCESS, type AccessRules, STORAGE } from '../parts.js';
import { type ProblemError, refusal } from './problem.js';

const EVERYBODY: Caller = { keyId: 'none', tenant: 'default', scopes: ['read', 'write', 'admin'] };

type CalledRequest = FastifyRequest & { caller?: Caller };

const OPEN = 'railyard:open';

/** No key is asked for. */
export const Open = (): ReturnType<typeof SetMetadata> => SetMetadata(OPEN, true);

/** Of a handler or its whole controller. */
export const isOpen = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(OPEN, target) === true);

/** The caller, as a handler's parameter. */
export const CalledBy = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    context.switchToHttp().getRequest<CalledRequest>().caller ?? EVERYBODY,
);

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(ACCESS) private readonly access: AccessRules,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.access.keysRequired) return true;
    if (isOpen(context)) return true;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const secret = secretOf(request);
    const caller = secret === null ? null : await this.storage.records.apiKeys.authenticate(secret);
    if (caller === null) throw unauthorized(secret === null);
    const needed: Scope = request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write';
    if (!caller.scopes.includes(needed) && !caller.scopes.includes('admin')) {
      throw refusal(
        403,
        'forbidden',
        'The key may not do this',
        `The key lacks the scope \`${needed}\`.`,
        `Use a key that has it; \`railyard keys create --scope ${needed}\` makes one.`,
      );
    }
    request.caller = caller;
    return true;
  }
}

/** Counts requests by key, or by address where there is none. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  protected override async getTracker(request: Record<string, unknown>): Promise<string> {
    const called = request as unknown as FastifyRequest;
    const secret = secretOf(called);
    return secret === null ? called.ip : createHash('sha256').update(secret).digest('hex');
  }

  /**
   * One count for all routes: the platform would keep one for each, and let a caller have the limit as often
   * as there are routes.
   */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }
}

/** Null when there is no key of our form. */
export function secretOf(request: FastifyRequest): string | null {
  const match = /^Bearer ([A-Za-z0-9_-]{10,200})$/.exec(request.headers.authorization ?? '');
  return match === null ? null : match[1];
}

const unauthorized = (missing: boolean): ProblemError =>
  refusal(
    401,
    'unauthorized',
    'A key is needed',
    missing ? 'No key was sent.' : 'The key is not known, was revoked or has expired.',
    missing ? 'Send `Authorization: Bearer <key>`.' : '`railyard keys create` makes another.',
    { 'www-authenticate': 'Bearer realm="railyard"' },
  );
