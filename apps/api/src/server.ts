/**
 * Starts the service: storage, dispatcher, HTTP. The `railyard serve` command and main.ts come through here.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type JobDispatcher,
  RUN_ID_PATTERN,
  type Storage,
  dispatchByQueue,
  dispatchLocally,
  openStorage,
} from '@railyard/storage';
import { type Logger, pino } from 'pino';
import { AppModule } from './app.module.js';
import { mountQueueBoard } from './board/queue-board.js';
import { type ApiConfig, checkedConfig, isLoopback } from './config/api-config.js';
import { MAX_BODY_BYTES, assertPlainJson, parseJsonBody } from './http/json-body.js';
import { answerUnparsable, answerUnroutable } from './http/raw-errors.js';
import { noteRoutes } from './http/route-table.js';
import { describe } from './open-api.js';
import { Metrics } from './operations/metrics.js';
import { EventStreams } from './runs/event-streams.js';

export type ServerOptions = Partial<ApiConfig>;

export interface RunningServer {
  readonly url: string;
  /**
   * Stops listening, lets running simulations end within the grace period, gives the rest back and closes the
   * database.
   */
  close(): Promise<void>;
}

/** It would be reachable by others without asking anybody for a key, or the address is not to be had. */
export class RefusedToListenError extends Error {
  override readonly name = 'RefusedToListenError';
}

/**
 * @throws InvalidConfigError on bad settings.
 * @throws RefusedDatabaseError when the database must not be used.
 * @throws RefusedToListenError on an address beyond loopback without an API key, and on one that cannot be
 * listened on.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const config = checkedConfig(options);
  const log = pino({ level: config.logLevel, base: { app: 'railyard-api' } });
  const storage = await openStorage({
    database: { url: config.databaseUrl, file: config.databaseFile },
    log,
  });
  try {
    await refuseOpenDoor(config, storage);
    return await serve(config, storage, log);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function refuseOpenDoor(config: ApiConfig, storage: Storage): Promise<void> {
  if (isLoopback(config.host) || (await storage.records.apiKeys.anyUsable())) return;
  throw new RefusedToListenError(
    `Not listening on ${config.host}: others could reach it and there is no API key. Make one ` +
      `with "railyard keys create", or listen on 127.0.0.1.`,
  );
}

async function serve(config: ApiConfig, storage: Storage, log: Logger): Promise<RunningServer> {
  const dispatcher = dispatcherOf(config, storage);
  let made: NestFastifyApplication | null = null;
  try {
    const access = { keysRequired: config.requireKeys || !isLoopback(config.host) };
    const adapter = new FastifyAdapter({
      bodyLimit: MAX_BODY_BYTES,
      genReqId: () => randomUUID(),
      requestTimeout: 30_000,
      routerOptions: { maxParamLength: 200 },
      forceCloseConnections: true,
      frameworkErrors: answerUnroutable,
      clientErrorHandler: answerUnparsable,
    });
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.of({ config, storage, dispatcher, access, log }),
      adapter,
      {
        bodyParser: false,
        logger: false,
        abortOnError: false,
      },
    );
    made = app;
    await prepareHttp(app, log);
    describe(app);
    const closeBoard = config.queueBoard ? await mountQueueBoard(app, config, storage, access) : null;
    await app
      .listen(config.port, config.host)
      .catch((error: NodeJS.ErrnoException) => refuseToListen(config, error));
    const url = urlOf(app, config.host);
    log.info(
      { url, keysRequired: access.keysRequired, queue: config.redisUrl === undefined ? 'local' : 'redis' },
      'listening',
    );
    return { url, close: closing(app, closeBoard, dispatcher, storage, log) };
  } catch (error) {
    // What began with the modules would go on, on a database that is closed.
    await made?.close();
    await dispatcher.drain();
    throw error;
  }
}

const NO_ADDRESS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken',
  EACCES: 'the port needs more rights',
  EADDRNOTAVAIL: 'no interface of this machine has that address',
  ENOTFOUND: 'the name is not known',
};

function refuseToListen({ host, port }: ApiConfig, error: NodeJS.ErrnoException): never {
  const reason = NO_ADDRESS[error.code ?? ''];
  if (reason === undefined) throw error;
  throw new RefusedToListenError(
    `Not listening on ${host}, port ${port}: ${reason}. Choose others with HOST and PORT, or ` +
      `--host and --port.`,
  );
}

function dispatcherOf(config: ApiConfig, storage: Storage): JobDispatcher {
  if (config.redisUrl !== undefined)
    return dispatchByQueue(storage, { redisUrl: config.redisUrl, prefix: config.queuePrefix });
  const { threads, runTimeoutS, runHeapMB, graceS, workerFile } = config;
  return dispatchLocally(storage, {
    threads,
    timeoutMs: runTimeoutS * 1000,
    heapMB: runHeapMB,
    graceMs: graceS * 1000,
    workerFile,
  });
}

async function prepareHttp(app: NestFastifyApplication, log: Logger): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  noteRoutes(fastify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers }, body, done) => {
    try {
      assertPlainJson(headers);
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  // Pages are served whole from here; nothing else may be loaded, fonts included.
  const directives = {
    'script-src': [`'self'`],
    'style-src': [`'self'`, `'unsafe-inline'`],
    'font-src': [`'self'`, 'data:'],
    'img-src': [`'self'`, 'data:'],
    'upgrade-insecure-requests': null,
  };
  await app.register(helmet, { contentSecurityPolicy: { directives } });
  const metrics = app.get(Metrics);
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requests.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    const { id = '' } = (request.params ?? {}) as { id?: string };
    // Whatever else stands there was typed by somebody, and may be a key.
    const runId = RUN_ID_PATTERN.test(id) ? id : undefined;
    log.debug(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: reply.elapsedTime,
        runId,
      },
      'answered',
    );
  });
}

function urlOf(app: NestFastifyApplication, host: string): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closing(
  app: NestFastifyApplication,
  closeBoard: (() => Promise<void>) | null,
  dispatcher: JobDispatcher,
  storage: Storage,
  log: Logger,
): () => Promise<void> {
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    app.get(EventStreams).closeAll();
    await app.close();
    await closeBoard?.();
    await dispatcher.drain();
    await storage.close();
    log.info({}, 'closed');
  };
  return () => (closed ??= close());
}
