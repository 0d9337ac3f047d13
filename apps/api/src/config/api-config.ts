/**
 * Settings of the service, from the environment or from the caller that starts it, checked before anything
 * else happens.
 */
import { availableParallelism } from 'node:os';
import { plainNumber } from '@railyard/base';
import { plainToInstance } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export class ApiConfig {
  /** Address to listen on. Anything but loopback needs API keys. */
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  /** 0 takes a free port. */
  @IsInt()
  @Min(0)
  @Max(65535)
  port = 3000;

  /** PostgreSQL; an SQLite file is used when absent. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'databaseUrl must begin with postgres://' })
  databaseUrl?: string;

  /** SQLite file; `.railyard/railyard.db` when absent. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  databaseFile?: string;

  /** Redis, where runners take their work; without it this process computes. */
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'redisUrl must begin with redis://' })
  redisUrl?: string;

  /** Keeps installations that share a Redis apart. */
  @Matches(/^[A-Za-z0-9_-]{1,40}$/)
  queuePrefix = 'railyard';

  /** Simulation threads of this process. */
  @IsInt()
  @Min(1)
  @Max(256)
  threads = availableParallelism();

  @IsIn(LOG_LEVELS)
  logLevel: (typeof LOG_LEVELS)[number] = 'info';

  /** Keys are asked for on loopback too. */
  @IsBoolean()
  requireKeys = false;

  @IsInt()
  @Min(1)
  @Max(24 * 3600)
  runTimeoutS = 600;

  /** Heap of one simulation thread. */
  @IsInt()
  @Min(64)
  @Max(65536)
  runHeapMB = 2048;

  /** How long running simulations may go on after SIGTERM. */
  @IsInt()
  @Min(0)
  @Max(300)
  graceS = 20;

  /** Requests a minute from one key, or from one address where no keys are used. */
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  requestsPerMinute = 60_000;

  /** Runs that one tenant may have waiting or running. */
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  maxLiveRuns = 50_000;

  /** Shows the queue at /queues (bull-board, read-only). Only a queue on Redis can be shown. */
  @IsBoolean()
  queueBoard = false;

  /** Simulation worker in place of the engine's: tests only. */
  @IsOptional()
  @IsString()
  workerFile?: string;
}

/** Says what is wrong with the settings, one line each. */
export class InvalidConfigError extends Error {
  override readonly name = 'InvalidConfigError';
}

/** @throws InvalidConfigError on an unknown setting or a value out of range. */
export function checkedConfig(settings: Partial<ApiConfig>): ApiConfig {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const config = plainToInstance(ApiConfig, given, { exposeDefaultValues: true });
  const errors = validateSync(config, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0)
    throw new InvalidConfigError(
      errors
        .map(({ property, constraints }) => inVariables(property, Object.values(constraints ?? {})))
        .join('\n'),
    );
  if (config.queueBoard && config.redisUrl === undefined)
    throw new InvalidConfigError(
      'RAILYARD_QUEUE_BOARD needs REDIS_URL: without Redis there is no queue to show',
    );
  return config;
}

const NUMBERS: Readonly<Record<string, keyof ApiConfig>> = {
  PORT: 'port',
  RAILYARD_THREADS: 'threads',
  RAILYARD_RUN_TIMEOUT_S: 'runTimeoutS',
  RAILYARD_RUN_HEAP_MB: 'runHeapMB',
  RAILYARD_GRACE_S: 'graceS',
  RAILYARD_REQUESTS_PER_MINUTE: 'requestsPerMinute',
  RAILYARD_MAX_LIVE_RUNS: 'maxLiveRuns',
};

const TEXTS: Readonly<Record<string, keyof ApiConfig>> = {
  HOST: 'host',
  DATABASE_URL: 'databaseUrl',
  RAILYARD_DATABASE: 'databaseFile',
  REDIS_URL: 'redisUrl',
  RAILYARD_QUEUE_PREFIX: 'queuePrefix',
  LOG_LEVEL: 'logLevel',
};

const FLAGS: Readonly<Record<string, keyof ApiConfig>> = {
  RAILYARD_REQUIRE_KEYS: 'requireKeys',
  RAILYARD_QUEUE_BOARD: 'queueBoard',
};

/** One sentence for each setting, under the name by which an operator sets it. */
function inVariables(property: string, complaints: readonly string[]): string {
  const variable = Object.entries({ ...NUMBERS, ...TEXTS, ...FLAGS }).find(
    ([, key]) => key === property,
  )?.[0];
  return complaints
    .map((text) => (variable === undefined ? text : text.replace(property, variable)))
    .join(', and ');
}

/** The settings that environment variables name; an empty variable counts as absent. */
export function settingsFromEnvironment(environment: NodeJS.ProcessEnv): Partial<ApiConfig> {
  const settings: Record<string, unknown> = {};
  for (const [variable, key] of Object.entries(NUMBERS))
    if (environment[variable]) settings[key] = plainNumber(environment[variable]);
  for (const [variable, key] of Object.entries(TEXTS))
    if (environment[variable]) settings[key] = environment[variable];
  for (const [variable, key] of Object.entries(FLAGS)) {
    const said = environment[variable];
    if (said) settings[key] = said === 'true' ? true : said === 'false' ? false : said;
  }
  return settings as Partial<ApiConfig>;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
