import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { InvariantError, canonicalJson } from '@railyard/base';
import { type Claim, type KeptAnswer, ReusedKeyError } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { type Observable, catchError, concatMap, of } from 'rxjs';
import { type CalledRequest, callerOf } from '../access/index.js';
import { Answer, ProblemError, badRequest, refusal } from '../common/index.js';

/** With the claim of its Idempotency-Key, when it has one. */
export type ClaimingRequest = CalledRequest & { claim?: Claim };

const AT = '/headers/idempotency-key';

/** A POST that can be repeated safely: with an Idempotency-Key the first answer is given again, for a day. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ClaimingRequest>();
    const key = keyOf(request);
    if (key === undefined) return next.handle();
    const claim: Claim = { tenant: callerOf(request).tenant, key, requestHash: hashOf(request) };
    const admission = await this.storage.records.idempotency.admit(claim);
    switch (admission.kind) {
      case 'repeat':
        return of(replayed(admission.answer));
      case 'in-flight':
        throw refusal(
          409,
          'in-flight',
          'The first request is still in progress',
          'A request with this Idempotency-Key is still in progress.',
          'Repeat the request shortly.',
          { 'retry-after': '1' },
        );
      case 'other-request':
        throw reused();
      case 'first':
        request.claim = claim;
        return this.keeping(claim, next);
    }
  }

  /** A failed request is not kept: the client may try again. */
  private keeping(claim: Claim, next: CallHandler): Observable<unknown> {
    const { idempotency } = this.storage.records;
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        if (!(answer instanceof Answer)) throw new InvariantError('a repeatable request needs an Answer');
        await idempotency.keep(claim, {
          status: answer.status,
          location: answer.headers.location ?? null,
          body: JSON.stringify(answer.body),
        });
        return answer;
      }),
      catchError((error: unknown) => {
        idempotency.release(claim);
        throw error instanceof ReusedKeyError ? reused() : error;
      }),
    );
  }
}

function keyOf({ headers }: CalledRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw badRequest([
    {
      path: AT,
      code: 'bad-key',
      message: 'Idempotency-Key must be 1 to 200 visible ASCII characters.',
      hint: 'Use a UUID.',
    },
  ]);
}

const hashOf = ({ method, url, body }: CalledRequest): string =>
  createHash('sha256')
    .update(`${method} ${url} ${canonicalJson(body ?? null)}`)
    .digest('hex');

const replayed = ({ status, location, body }: KeptAnswer): Answer =>
  new Answer(status, JSON.parse(body), {
    ...(location === null ? {} : { location }),
    'idempotency-replayed': 'true',
  });

function reused(): ProblemError {
  const issue = {
    path: AT,
    code: 'key-reused',
    message: 'The key was used for another request.',
    hint: 'Use a new Idempotency-Key for a new request.',
  };
  return new ProblemError(422, 'key-reused', 'The key was used for another request', issue.hint, [issue]);
}
