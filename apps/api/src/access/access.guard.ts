import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { type Scope } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { type ProblemError, isOpen, readsOnly, refusal } from '../common/index.js';
import { ACCESS, type AccessRules } from './access-rules.js';
import { type CalledRequest, secretOf } from './caller.js';

/** Asks for a key wherever others can reach the server, and on loopback where the settings say so. */
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
    const needed: Scope = isReading(context, request) ? 'read' : 'write';
    if (!caller.scopes.includes(needed) && !caller.scopes.includes('admin')) {
      throw refusal(
        403,
        'forbidden',
        'Insufficient scope',
        `The key lacks the scope \`${needed}\`.`,
        `Use a key that has the scope, or create one with \`railyard keys create --scope ${needed}\`.`,
      );
    }
    request.caller = caller;
    return true;
  }
}

/** A request that stores nothing: a look, an answer that is computed, a dry run. */
const isReading = (context: ExecutionContext, { method, query }: CalledRequest): boolean =>
  method === 'GET' ||
  method === 'HEAD' ||
  readsOnly(context) ||
  (method === 'POST' && (query as { readonly dryRun?: unknown } | undefined)?.dryRun === 'true');

const unauthorized = (missing: boolean): ProblemError =>
  refusal(
    401,
    'unauthorized',
    'API key required',
    missing ? 'A key must be sent.' : 'The key must be known, valid and not revoked.',
    missing
      ? 'Send `Authorization: Bearer <key>`.'
      : 'Use another key, or create one with `railyard keys create`.',
    { 'www-authenticate': 'Bearer realm="railyard"' },
  );
