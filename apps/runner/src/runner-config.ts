/** Settings of a runner, in addition to those that every process has. */
import { IsOptional } from 'class-validator';
import {
  AS_NUMBER,
  AS_TEXT,
  RedisAddress,
  ServiceConfig,
  Variable,
  WholeNumber,
  checkedConfig,
  settingsFrom,
  withRedisPassword,
} from '@railyard/service';

export class RunnerConfig extends ServiceConfig {
  /** Where the work comes from. */
  @Variable('REDIS_URL', AS_TEXT)
  @RedisAddress()
  redisUrl: string;

  /** Port of `/metrics`, `/health/live` and `/health/ready`; none when absent. */
  @Variable('RAILYARD_METRICS_PORT', AS_NUMBER)
  @IsOptional()
  @WholeNumber(1, 65535)
  metricsPort?: number;
}

/** @throws InvalidConfigError on a variable that breaks its rule. */
export const runnerConfig = (environment: NodeJS.ProcessEnv): RunnerConfig =>
  withRedisPassword(checkedConfig(RunnerConfig, settingsFrom(RunnerConfig, environment)));
