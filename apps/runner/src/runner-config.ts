/** What a runner may be told, from the environment, checked before it takes any work. */
import { availableParallelism } from 'node:os';
import { plainNumber } from '@railyard/base';
import { plainToInstance } from 'class-transformer';
import {
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

export class RunnerConfig {
  /** Where the work comes from. */
  @Matches(/^rediss?:\/\//, { message: 'REDIS_URL must be set and begin with redis://' })
  redisUrl: string;

  @Matches(/^[A-Za-z0-9_-]{1,40}$/)
  queuePrefix = 'railyard';

  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  databaseUrl?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  databaseFile?: string;

  @IsInt()
  @Min(1)
  @Max(256)
  threads = availableParallelism();

  @IsIn(['silent', 'error', 'warn', 'info', 'debug'])
  logLevel = 'info';

  @IsInt()
  @Min(1)
  @Max(24 * 3600)
  runTimeoutS = 600;

  @IsInt()
  @Min(64)
  @Max(65536)
  runHeapMB = 2048;

  @IsInt()
  @Min(0)
  @Max(300)
  graceS = 20;

  /** Port of `/metrics` and `/health/live`; none when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65535)
  metricsPort?: number;
}

const VARIABLES: Readonly<Record<string, string>> = {
  queuePrefix: 'RAILYARD_QUEUE_PREFIX',
  databaseFile: 'RAILYARD_DATABASE',
  threads: 'RAILYARD_THREADS',
  logLevel: 'LOG_LEVEL',
  runTimeoutS: 'RAILYARD_RUN_TIMEOUT_S',
  runHeapMB: 'RAILYARD_RUN_HEAP_MB',
  graceS: 'RAILYARD_GRACE_S',
  metricsPort: 'RAILYARD_METRICS_PORT',
};

/** Says what is wrong with the settings, one line each. */
export class InvalidRunnerConfigError extends Error {
  override readonly name = 'InvalidRunnerConfigError';
}

/** @throws InvalidRunnerConfigError */
export function runnerConfig(environment: NodeJS.ProcessEnv): RunnerConfig {
  const number = (name: string): number | undefined =>
    environment[name] ? plainNumber(environment[name]) : undefined;
  const settings = {
    redisUrl: environment.REDIS_URL || undefined,
    queuePrefix: environment.RAILYARD_QUEUE_PREFIX || undefined,
    databaseUrl: environment.DATABASE_URL || undefined,
    databaseFile: environment.RAILYARD_DATABASE || undefined,
    threads: number('RAILYARD_THREADS'),
    logLevel: environment.LOG_LEVEL || undefined,
    runTimeoutS: number('RAILYARD_RUN_TIMEOUT_S'),
    runHeapMB: number('RAILYARD_RUN_HEAP_MB'),
    graceS: number('RAILYARD_GRACE_S'),
    metricsPort: number('RAILYARD_METRICS_PORT'),
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const config = plainToInstance(RunnerConfig, given, { exposeDefaultValues: true });
  const errors = validateSync(config);
  if (errors.length > 0)
    throw new InvalidRunnerConfigError(
      errors
        .map(({ property, constraints }) =>
          Object.values(constraints ?? {})
            .map((text) => text.replace(property, VARIABLES[property] ?? property))
            .join(', and '),
        )
        .join('\n'),
    );
  return config;
}
