/**
 * A runner: takes runs from the queue and computes them in worker threads. Any number of them share one queue
 * and one database.
 */
import 'reflect-metadata';
import { consumeQueue, openStorage } from '@railyard/jobs';
import { pino } from 'pino';
import { serveOperations } from './operations.js';
import { type RunnerConfig, runnerConfig } from './runner-config.js';

const REFUSALS = ['InvalidRunnerConfigError', 'RefusedDatabaseError'];

try {
  await run(runnerConfig(process.env));
} catch (error) {
  const { name, message, stack } = error as Error;
  process.stderr.write(`railyard-runner: ${REFUSALS.includes(name) ? message : (stack ?? message)}\n`);
  process.exit(1);
}

async function run(config: RunnerConfig): Promise<void> {
  const log = pino({ level: config.logLevel, base: { app: 'railyard-runner', pid: process.pid } });
  const storage = await openStorage({
    database: {
      ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
      ...(config.databaseFile === undefined ? {} : { file: config.databaseFile }),
    },
    log,
  });
  const { threads, runTimeoutS, runHeapMB, graceS, redisUrl, queuePrefix } = config;
  const consumer = consumeQueue(
    storage,
    { redisUrl, prefix: queuePrefix },
    { threads, timeoutMs: runTimeoutS * 1000, heapMB: runHeapMB, graceMs: graceS * 1000 },
  );
  const operations =
    config.metricsPort === undefined
      ? null
      : serveOperations(config.metricsPort, storage.counters, (error) =>
          log.error({ reason: error.message }, 'metrics cannot be shown'),
        );
  log.info({ threads }, 'taking work');
  stopOnSignal(async () => {
    operations?.close();
    await consumer.drain();
    await storage.close();
    log.info({}, 'closed');
  });
}

/** A clean end on the first signal, an immediate one on the second. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      void close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
