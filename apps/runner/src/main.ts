/**
 * A runner: takes runs from the queue and computes them in worker threads. Any number of them share one queue
 * and one database.
 */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { LOG, reportRefusal, stopOnSignals } from '@railyard/service';
import { type Logger } from 'pino';
import { runnerConfig } from './runner-config.js';
import { RunnerModule } from './runner.module.js';

try {
  const config = runnerConfig(process.env);
  const app = await NestFactory.createApplicationContext(RunnerModule.register(config), {
    logger: false,
    abortOnError: false,
  });
  stopOnSignals(app);
  app.get<Logger>(LOG).info({ threads: config.threads }, 'taking work');
} catch (error) {
  reportRefusal('railyard-runner', error);
  process.exit(1);
}
