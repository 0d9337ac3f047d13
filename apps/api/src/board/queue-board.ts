/**
 * bull-board behind a flag: what waits and runs in the queue, to be looked at and not to be changed, for
 * operators alone.
 */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Storage, shownQueue } from '@railyard/storage';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiConfig } from '../config/api-config.js';
import { secretOf } from '../http/access.js';
import { ProblemError, problemBody } from '../http/problem.js';
import { type AccessRules } from '../parts.js';

export const BOARD_PATH = '/queues';

/** Call before the application listens. @returns what closes the board's connection. */
export async function mountQueueBoard(
  app: NestFastifyApplication,
  { redisUrl, queuePrefix }: ApiConfig,
  storage: Storage,
  access: AccessRules,
): Promise<() => Promise<void>> {
  const { queue, isReachable, close } = shownQueue(redisUrl as string, queuePrefix);
  const board = new FastifyAdapter().setBasePath(BOARD_PATH);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: true })],
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Railyard' } },
  });
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (scope) => {
      if (access.keysRequired)
        scope.addHook('onRequest', (request, reply) => admitted(storage, request, reply));
      scope.addHook('onRequest', async (request, reply) =>
        isReachable() ? undefined : refuse(request, reply, away()),
      );
      await scope.register(board.registerPlugin(), { prefix: BOARD_PATH });
    });
  return close;
}

/** A browser asks for user and password: any user, the key as the password. */
async function admitted(
  storage: Storage,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const secret = secretOf(request) ?? passwordOf(request);
  const caller = secret === null ? null : await storage.records.apiKeys.authenticate(secret);
  if (caller?.scopes.includes('admin') === true) return undefined;
  return refuse(
    request,
    reply,
    caller === null
      ? new ProblemError(
          401,
          'unauthorized',
          'A key is needed',
          'Send an admin key as the password, or as a Bearer token.',
          [],
          { 'www-authenticate': 'Basic realm="railyard"' },
        )
      : new ProblemError(403, 'forbidden', 'The key may not do this', 'The key lacks the scope `admin`.'),
  );
}

const away = (): ProblemError =>
  new ProblemError(503, 'queue-unavailable', 'The queue cannot be shown now', 'Redis does not answer.', [], {
    'retry-after': '5',
  });

/** What is registered beside Nest does not pass its filter. */
function refuse(request: FastifyRequest, reply: FastifyReply, refusal: ProblemError): FastifyReply {
  return reply
    .status(refusal.status)
    .headers(refusal.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(refusal, request.url.split('?')[0], String(request.id))));
}

function passwordOf({ headers }: FastifyRequest): string | null {
  const match = /^Basic ([A-Za-z0-9+/]{1,400}=*)$/.exec(headers.authorization ?? '');
  return match === null
    ? null
    : Buffer.from(match[1], 'base64').toString('utf8').split(':').slice(1).join(':');
}
