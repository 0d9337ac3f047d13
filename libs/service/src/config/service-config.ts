/** Settings that every process of the service has: where the runs are, and how they are computed. */
import { availableParallelism } from 'node:os';
import { IsOptional } from 'class-validator';
import { OneOf, PostgresAddress, QueuePrefix, Text, WholeNumber } from './rules.js';
import { AS_NUMBER, AS_TEXT, Variable } from './variable.decorator.js';

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export class ServiceConfig {
  /** PostgreSQL; an SQLite file is used when absent. */
  @Variable('DATABASE_URL', AS_TEXT)
  @IsOptional()
  @PostgresAddress()
  databaseUrl?: string;

  /** SQLite file; `.railyard/railyard.db` when absent. */
  @Variable('RAILYARD_DATABASE', AS_TEXT)
  @IsOptional()
  @Text()
  databaseFile?: string;

  /** Password of the Redis, as it is; put into its address where that has none. */
  @Variable('REDIS_PASSWORD', AS_TEXT)
  @IsOptional()
  @Text()
  redisPassword?: string;

  @Variable('RAILYARD_QUEUE_PREFIX', AS_TEXT)
  @QueuePrefix()
  queuePrefix = 'railyard';

  /** Simulation threads of this process. */
  @Variable('RAILYARD_THREADS', AS_NUMBER)
  @WholeNumber(1, 256)
  threads = availableParallelism();

  @Variable('LOG_LEVEL', AS_TEXT)
  @OneOf(LOG_LEVELS)
  logLevel: (typeof LOG_LEVELS)[number] = 'info';

  @Variable('RAILYARD_RUN_TIMEOUT_S', AS_NUMBER)
  @WholeNumber(1, 24 * 3600)
  runTimeoutS = 600;

  /** Heap of one simulation thread. */
  @Variable('RAILYARD_RUN_HEAP_MB', AS_NUMBER)
  @WholeNumber(64, 65536)
  runHeapMB = 2048;

  /** How long running simulations may go on after SIGTERM. */
  @Variable('RAILYARD_GRACE_S', AS_NUMBER)
  @WholeNumber(0, 300)
  graceS = 20;

  /** Simulation worker in place of the engine's: tests only. */
  @IsOptional()
  @Text()
  workerFile?: string;
}
