/** Settings of a runner, beside those that every process has. */
import { IsOptional } from 'class-validator';
import {
  AS_NUMBER,
  AS_TEXT,
  Address,
  ServiceConfig,
  Variable,
  WholeNumber,
  checkedConfig,
  settingsFrom,
} from '@railyard/service';

export class RunnerConfig extends ServiceConfig {
  /** Where the work comes from. */
  @Variable('REDIS_URL', AS_TEXT)
  @Address('redis')
  redisUrl: string;

  /** Port of `/metrics`, `/health/live` and `/health/ready`; none when absent. */
  @Variable('RAILYARD_METRICS_PORT', AS_NUMBER)
  @IsOptional()
  @WholeNumber(1, 65535)
  metricsPort?: number;
}

/** @throws InvalidConfigError on a variable that breaks its rule. */
export const runnerConfig = (environment: NodeJS.ProcessEnv): RunnerConfig =>
  checkedConfig(RunnerConfig, settingsFrom(RunnerConfig, environment));
