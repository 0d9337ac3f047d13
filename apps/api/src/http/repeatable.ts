/** A POST that may be repeated safely: with an Idempotency-Key the first answer is given again, for a day. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '@railyard/base';
import { type Caller, type Storage } from '@railyard/storage';
import { type FastifyRequest } from 'fastify';
import { STORAGE } from '../parts.js';
import { Answer } from './answer.js';
import { ProblemError, badRequest, refusal } from './problem.js';

const AT = '/headers/idempotency-key';

@Injectable()
export class Repeatable {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  /** Runs `work` unless the request is a repeat. A throw is not kept: the client may try again. */
  async once(request: FastifyRequest, caller: Caller, work: () => Promise<Answer>): Promise<Answer> {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return work();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw badRequest([
        {
          path: AT,
          code: 'bad-key',
          message: 'An Idempotency-Key has 1 to 200 visible ASCII characters.',
          hint: 'Use a UUID.',
        },
      ]);
    }
    const requestHash = createHash('sha256')
      .update(`${request.method} ${request.url} ${canonicalJson(request.body ?? null)}`)
      .digest('hex');
    const { idempotency } = this.storage.records;
    const admission = await idempotency.admit(caller.tenant, key, requestHash);
    switch (admission.kind) {
      case 'repeat': {
        const { status, location, body } = admission.answer;
        return new Answer(status, JSON.parse(body), {
          ...(location === null ? {} : { location }),
          'idempotency-replayed': 'true',
        });
      }
      case 'in-flight':
        throw refusal(
          409,
          'in-flight',
          'The first request is still being answered',
          'A request with this Idempotency-Key is still being answered.',
          'Repeat it shortly.',
          { 'retry-after': '1' },
        );
      case 'other-request':
        throw new ProblemError(
          422,
          'key-reused',
          'The key was used for another request',
          'Use a new Idempotency-Key for a new request.',
          [
            {
              path: AT,
              code: 'key-reused',
              message: 'The key was used for another request.',
              hint: 'Use a new Idempotency-Key for a new request.',
            },
          ],
        );
      case 'first':
        return this.first(caller.tenant, key, work);
    }
  }

  private async first(tenant: string, key: string, work: () => Promise<Answer>): Promise<Answer> {
    const { idempotency } = this.storage.records;
    try {
      const answer = await work();
      await idempotency.keep(tenant, key, {
        status: answer.status,
        location: answer.headers.location ?? null,
        body: JSON.stringify(answer.body),
      });
      return answer;
    } catch (error) {
      await idempotency.forget(tenant, key);
      throw error;
    }
  }
}
