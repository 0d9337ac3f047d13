/**
 * bull-board behind a flag: what waits and runs in the queue, to be looked at and not to be changed, for
 * operators alone.
 */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ReadOnlyQueue, type Storage, readOnlyQueue } from '@railyard/jobs';
import { CONFIG, InvalidConfigError, STORAGE } from '@railyard/service';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { ACCESS, type AccessRules, RequestCounts, secretOf } from '../access/index.js';
import { ProblemError, pathOf, problemBody } from '../common/index.js';
import { ApiConfig } from '../config/index.js';

const BOARD_PATH = '/queues';
const WINDOW_MS = 60_000;

/** The package leaves it to be installed by those who want it. @throws InvalidConfigError */
async function bullBoard() {
  try {
    const [api, adapter, fastify] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/fastify'),
    ]);
    return { ...api, ...adapter, ...fastify };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InvalidConfigError(
      'RAILYARD_QUEUE_BOARD must be false where bull-board is not installed (got true). ' +
        'Install it with `npm install @bull-board/api @bull-board/fastify`.',
    );
  }
}

@Injectable()
export class QueueBoard implements OnApplicationShutdown {
  private shown: ReadOnlyQueue | null = null;
  /** What is registered outside Nest does not pass its guards. */
  private readonly counts = new RequestCounts();

  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(ACCESS) private readonly access: AccessRules,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  /** Does nothing where the settings ask for no board. Call before the application listens. */
  async mount(app: NestFastifyApplication): Promise<void> {
    const { queueBoard, redisUrl, queuePrefix } = this.config;
    if (!queueBoard || redisUrl === undefined) return;
    const { createBullBoard, BullMQAdapter, FastifyAdapter } = await bullBoard();
    this.shown = readOnlyQueue(redisUrl, queuePrefix);
    const { queues, isReachable } = this.shown;
    const board = new FastifyAdapter().setBasePath(BOARD_PATH);
    createBullBoard({
      queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
      serverAdapter: board,
      options: { uiConfig: { boardTitle: 'Railyard' } },
    });
    await app
      .getHttpAdapter()
      .getInstance()
      .register(async (scope) => {
        scope.addHook('onRequest', (request, reply) => this.counted(request, reply));
        if (this.access.keysRequired)
          scope.addHook('onRequest', (request, reply) => admitted(this.storage, request, reply));
        scope.addHook('onRequest', async (request, reply) =>
          isReachable() ? undefined : refuse(request, reply, away()),
        );
        await scope.register(board.registerPlugin(), { prefix: BOARD_PATH });
      });
  }

  /** By address, before a key is looked up: keys that nobody issued are no senders of their own. */
  private async counted(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const { requestsPerMinute } = this.config;
    const { isBlocked, timeToBlockExpire } = await this.counts.increment(
      request.ip,
      WINDOW_MS,
      requestsPerMinute,
    );
    return isBlocked ? refuse(request, reply, tooMany(timeToBlockExpire)) : undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.shown?.close();
  }
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
          'API key required',
          'Send an admin key as the password, or as a Bearer token.',
          [],
          { 'www-authenticate': 'Basic realm="railyard"' },
        )
      : new ProblemError(403, 'forbidden', 'Insufficient scope', 'The key lacks the scope `admin`.'),
  );
}

const tooMany = (seconds: number): ProblemError =>
  new ProblemError(429, 'too-many-requests', 'Too many requests', 'Wait as long as Retry-After says.', [], {
    'retry-after': String(seconds),
  });

const away = (): ProblemError =>
  new ProblemError(503, 'queue-unavailable', 'The queue is unavailable', 'Redis does not answer.', [], {
    'retry-after': '5',
  });

/** What is registered outside Nest does not pass its filter. */
function refuse(request: FastifyRequest, reply: FastifyReply, refusal: ProblemError): FastifyReply {
  return reply
    .status(refusal.status)
    .headers(refusal.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(refusal, pathOf(request), String(request.id))));
}

function passwordOf({ headers }: FastifyRequest): string | null {
  const match = /^Basic ([A-Za-z0-9+/]{1,400}=*)$/i.exec(headers.authorization ?? '');
  const credentials = match?.[1];
  return credentials === undefined
    ? null
    : Buffer.from(credentials, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:?/, '');
}
