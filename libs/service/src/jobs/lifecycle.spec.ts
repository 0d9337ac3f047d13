import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Storage } from '@railyard/jobs';
import { ConfigModule, ServiceConfig, checkedConfig } from '../config/index.js';
import { DatabaseModule, STORAGE } from '../database/index.js';
import { LoggingModule } from '../logging/index.js';
import { DISPATCHER, DispatcherModule } from './dispatcher.module.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-'));
afterAll(() => rmSync(folder, { recursive: true }));

const configOf = (file: string): ServiceConfig =>
  checkedConfig(ServiceConfig, { databaseFile: join(folder, file), logLevel: 'silent', threads: 1 });

const contextOf = (config: ServiceConfig) => {
  @Injectable()
  class Needs {
    constructor(
      @Inject(STORAGE) readonly storage: Storage,
      @Inject(DISPATCHER) readonly dispatcher: object,
    ) {}
  }
  @Module({
    imports: [
      ConfigModule.register(config),
      LoggingModule.register('test'),
      DatabaseModule,
      DispatcherModule,
    ],
    providers: [Needs],
  })
  class Root {}
  return NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
};

it('drains the dispatcher before it closes the database', async () => {
  const app = await contextOf(configOf('order.db'));
  const ended: string[] = [];
  const { database } = app.get<Storage>(STORAGE);
  const dispatcher = app.get<{ drain(): Promise<void> }>(DISPATCHER);
  const [drain, close] = [dispatcher.drain.bind(dispatcher), database.close.bind(database)];
  jest.spyOn(dispatcher, 'drain').mockImplementation(async () => {
    // The database must be there until the last run is stored.
    await new Promise((resolve) => setImmediate(resolve));
    await database.read.rows('SELECT 1');
    await drain();
    ended.push('drained');
  });
  jest.spyOn(database, 'close').mockImplementation(async () => {
    ended.push('closed');
    await close();
  });
  await app.close();
  expect(ended).toEqual(['drained', 'closed']);
});

it('passes on why a database must not be used', async () => {
  await expect(contextOf(configOf('none/missing.db'))).rejects.toMatchObject({
    name: 'RefusedDatabaseError',
  });
});
