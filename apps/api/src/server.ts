/** Starts the service. The `railyard serve` command and main.ts come through here. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Storage } from '@railyard/jobs';
import { LOG, STORAGE, stopOnSignals } from '@railyard/service';
import { type Logger } from 'pino';
import { ACCESS, type AccessRules } from './access/index.js';
import { serveApp } from './app-files.js';
import { AppModule } from './app.module.js';
import { QueueBoard } from './board/index.js';
import { type ApiConfig, apiConfig, isLoopback } from './config/index.js';
import { fastifyAdapter, prepareHttp } from './http-server.js';
import { serveDescription } from './open-api.js';

export interface RunningServer {
  readonly url: string;
  /**
   * Stops listening, lets running simulations end within the grace period, requeues the others and closes the
   * database.
   */
  close(): Promise<void>;
}

interface ProcessOptions {
  /** Close on SIGTERM or SIGINT, and end the process; at once on a second signal. */
  readonly endsOnSignals?: boolean;
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
export async function startServer(
  options: Partial<ApiConfig> = {},
  { endsOnSignals = false }: ProcessOptions = {},
): Promise<RunningServer> {
  const config = apiConfig(options);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(config),
    fastifyAdapter(config),
    {
      bodyParser: false,
      logger: false,
      abortOnError: false,
    },
  );
  try {
    await requireKey(config, app.get<Storage>(STORAGE));
    // Before the log says that it listens, after which a signal may come at once.
    if (endsOnSignals) stopOnSignals(app);
    await listen(app, config);
  } catch (error) {
    // What began with the modules would go on.
    await app.close();
    throw error;
  }
  let closed: Promise<void> | null = null;
  return {
    url: urlOf(app, config.host),
    close: () => (closed ??= app.close()),
  };
}

async function requireKey({ host }: ApiConfig, storage: Storage): Promise<void> {
  if (isLoopback(host) || (await storage.records.apiKeys.anyUsable())) return;
  throw new RefusedToListenError(
    `Not listening on ${host}: others could reach it and there is no API key. Create one ` +
      `with "railyard keys create", or listen on 127.0.0.1.`,
  );
}

async function listen(app: NestFastifyApplication, config: ApiConfig): Promise<void> {
  const log = app.get<Logger>(LOG);
  await prepareHttp(app, log);
  serveDescription(app);
  serveApp(app);
  await app.get(QueueBoard).mount(app);
  await app
    .listen(config.port, config.host)
    .catch((error: NodeJS.ErrnoException) => refuseToListen(config, error));
  const { keysRequired } = app.get<AccessRules>(ACCESS);
  const queue = config.redisUrl === undefined ? 'local' : 'redis';
  log.info({ url: urlOf(app, config.host), keysRequired, queue }, 'listening');
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
