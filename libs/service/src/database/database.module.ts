import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Storage, openStorage } from '@railyard/jobs';
import { type Logger } from 'pino';
import { CONFIG, type ServiceConfig } from '../config/index.js';
import { LOG } from '../logging/index.js';

/** Under which Nest injects the database with its records. */
export const STORAGE = Symbol('storage');

/**
 * The database with its records, for every module: opened before what needs it, closed after what needs it.
 * Where it must not be used, creating the application throws a RefusedDatabaseError.
 */
@Global()
@Module({
  providers: [
    {
      provide: STORAGE,
      inject: [CONFIG, LOG],
      useFactory: ({ databaseUrl, databaseFile }: ServiceConfig, log: Logger): Promise<Storage> =>
        openStorage({
          database: {
            ...(databaseUrl === undefined ? {} : { url: databaseUrl }),
            ...(databaseFile === undefined ? {} : { file: databaseFile }),
          },
          log,
        }),
    },
  ],
  exports: [STORAGE],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  async onApplicationShutdown(): Promise<void> {
    await this.storage.close();
  }
}
