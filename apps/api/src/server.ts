/**
 * Starts the service: storage, dispatcher, HTTP. The `railyard serve` command and main.ts come through here.
 */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type JobDispatcher, type Storage, openStorage } from '@railyard/jobs';
import { type Logger, pino } from 'pino';
import { AppModule } from './app.module.js';
import { mountQueueBoard } from './board/queue-board.js';
import { ACCESS, type AccessRules, type ApiConfig, checkedConfig, isLoopback } from './config/index.js';
import { fastifyAdapter, prepareHttp } from './http-server.js';
import { dispatcherOf } from './jobs/index.js';
import { describe } from './open-api.js';

export type ServerOptions = Partial<ApiConfig>;

export interface RunningServer {
  readonly url: string;
  /**
   * Stops listening, lets running simulations end within the grace period, gives the rest back and closes the
   * database.
   */
  close(): Promise<void>;
}

/** Others could reach it without a key, or it cannot listen on the address. */
export class RefusedToListenError extends Error {
  override readonly name = 'RefusedToListenError';
}

/**
 * @throws InvalidConfigError on bad settings.
 * @throws RefusedDatabaseError when the database must not be used.
 * @throws RefusedToListenError on an address beyond loopback without an API key, and on one that it cannot
 * listen on.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const config = checkedConfig(options);
  const log = pino({ level: config.logLevel, base: { app: 'railyard-api' } });
  const storage = await openStorage({
    database: {
      ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
      ...(config.databaseFile === undefined ? {} : { file: config.databaseFile }),
    },
    log,
  });
  try {
    await requireKey(config, storage);
    return await serve(config, storage, log);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function requireKey(config: ApiConfig, storage: Storage): Promise<void> {
  if (isLoopback(config.host) || (await storage.records.apiKeys.anyUsable())) return;
  throw new RefusedToListenError(
    `Not listening on ${config.host}: others could reach it and there is no API key. Create one ` +
      `with "railyard keys create", or listen on 127.0.0.1.`,
  );
}

async function serve(config: ApiConfig, storage: Storage, log: Logger): Promise<RunningServer> {
  const dispatcher = dispatcherOf(config, storage);
  let app: NestFastifyApplication | null = null;
  try {
    app = await NestFactory.create<NestFastifyApplication>(
      AppModule.register({ config, storage, dispatcher, log }),
      fastifyAdapter(),
      { bodyParser: false, logger: false, abortOnError: false },
    );
    await prepareHttp(app, log);
    describe(app);
    const { keysRequired } = app.get<AccessRules>(ACCESS);
    const closeBoard = await mountQueueBoard(app, config, storage);
    await app
      .listen(config.port, config.host)
      .catch((error: NodeJS.ErrnoException) => refuseToListen(config, error));
    const url = urlOf(app, config.host);
    log.info({ url, keysRequired, queue: config.redisUrl === undefined ? 'local' : 'redis' }, 'listening');
    return { url, close: closing(app, closeBoard, dispatcher, storage, log) };
  } catch (error) {
    // What began with the modules would go on, on a database that is closed.
    await app?.close();
    await dispatcher.drain();
    throw error;
  }
}

const NO_ADDRESS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
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

function urlOf(app: NestFastifyApplication, host: string): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closing(
  app: NestFastifyApplication,
  closeBoard: () => Promise<void>,
  dispatcher: JobDispatcher,
  storage: Storage,
  log: Logger,
): () => Promise<void> {
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await app.close();
    await closeBoard();
    await dispatcher.drain();
    await storage.close();
    log.info({}, 'closed');
  };
  return () => (closed ??= close());
}
