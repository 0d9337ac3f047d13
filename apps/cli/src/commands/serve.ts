/** `railyard serve`: the HTTP service, with the runner inside it unless a Redis is named. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { wholeNumber } from './options.js';

interface Options {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly redis?: string;
  readonly threads?: number;
}

/** Refusals of the service, which are sentences already. */
const REFUSALS = ['InvalidConfigError', 'RefusedDatabaseError', 'RefusedToListenError'];

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('start the service: API, and the runner unless a Redis is named')
    .option('--host <address>', 'address to listen on (HOST); beyond loopback an API key is needed')
    .option('--port <n>', 'port, 0 for a free one (PORT)', wholeNumber(0))
    .option('--database <file|url>', 'SQLite file or postgres:// address (RAILYARD_DATABASE, DATABASE_URL)')
    .option('--redis <url>', 'queue for runners of their own (REDIS_URL)')
    .option('--threads <n>', 'simulation threads (RAILYARD_THREADS)', wholeNumber(1))
    .addHelpText(
      'after',
      `
A flag goes before its environment variable. A browser shows the app at the address, once
"npm run build:web" has made it.

Examples:
  railyard serve
  railyard serve --port 8080 --database team.db
  railyard serve --redis redis://127.0.0.1:6379`,
    )
    .action(async (options: Options) => {
      const { apiSettings, startServer } = await import('../../../api/src/index.js');
      const started = async () =>
        startServer({ ...apiSettings(process.env), ...stated(options) }, { endsOnSignals: true });
      const server = await started().catch(refused);
      process.stderr.write(`railyard: listening on ${server.url}, stop with Ctrl-C.\n`);
    });
}

function stated({ host, port, database, redis, threads }: Options): Readonly<Record<string, unknown>> {
  const postgres = database !== undefined && /^postgres(ql)?:/.test(database);
  const all = { host, port, redisUrl: redis, threads, [postgres ? 'databaseUrl' : 'databaseFile']: database };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function refused(error: Error): never {
  if (REFUSALS.includes(error.name)) throw new CliError(ExitCode.usage, 'refused', error.message);
  throw error;
}
