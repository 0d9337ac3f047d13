/** Settings of the HTTP service, in addition to those that every process has. */
import { IsOptional } from 'class-validator';
import {
  AS_FLAG,
  AS_NUMBER,
  AS_TEXT,
  Addresses,
  Flag,
  InvalidConfigError,
  RedisAddress,
  ServiceConfig,
  Text,
  Variable,
  WholeNumber,
  checkedConfig,
  settingsFrom,
  withRedisPassword,
} from '@railyard/service';

export class ApiConfig extends ServiceConfig {
  /** Address to listen on. Anything but loopback needs API keys. */
  @Variable('HOST', AS_TEXT)
  @Text()
  host = '127.0.0.1';

  /** 0 takes a free port. */
  @Variable('PORT', AS_NUMBER)
  @WholeNumber(0, 65535)
  port = 3000;

  /** Redis, where runners take their work; without it this process computes. */
  @Variable('REDIS_URL', AS_TEXT)
  @IsOptional()
  @RedisAddress()
  redisUrl?: string;

  /** Keys are asked for on loopback too. */
  @Variable('RAILYARD_REQUIRE_KEYS', AS_FLAG)
  @Flag()
  requireKeys = false;

  /** Proxies whose `X-Forwarded-For` names the address of a caller. */
  @Variable('RAILYARD_TRUSTED_PROXIES', AS_TEXT)
  @IsOptional()
  @Addresses()
  trustedProxies?: string;

  /** Requests a minute from one key, and from one address without a known key. */
  @Variable('RAILYARD_REQUESTS_PER_MINUTE', AS_NUMBER)
  @WholeNumber(1, 10_000_000)
  requestsPerMinute = 60_000;

  /** Runs that one tenant may have waiting or running. */
  @Variable('RAILYARD_MAX_LIVE_RUNS', AS_NUMBER)
  @WholeNumber(1, 10_000_000)
  maxLiveRuns = 50_000;

  /** Days that runs and sweeps are kept after they ended; for ever without it. */
  @Variable('RAILYARD_RETENTION_DAYS', AS_NUMBER)
  @IsOptional()
  @WholeNumber(1, 36_500)
  retentionDays?: number;

  /** Shows the queue at /queues (bull-board, read-only). Only a queue on Redis can be shown. */
  @Variable('RAILYARD_QUEUE_BOARD', AS_FLAG)
  @Flag()
  queueBoard = false;
}

/** @throws InvalidConfigError on an unknown setting or a value that breaks its rule. */
export function apiConfig(settings: Partial<ApiConfig>): ApiConfig {
  const config = withRedisPassword(checkedConfig(ApiConfig, settings));
  if (config.queueBoard && config.redisUrl === undefined)
    throw new InvalidConfigError(
      'RAILYARD_QUEUE_BOARD must be false where there is no REDIS_URL (got true).',
    );
  return config;
}

/** What the environment says of the service. */
export const apiSettings = (environment: NodeJS.ProcessEnv): Partial<ApiConfig> =>
  settingsFrom(ApiConfig, environment);

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
