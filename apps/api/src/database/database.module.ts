import { type DynamicModule, Module } from '@nestjs/common';
import { type Storage } from '@railyard/jobs';

export const STORAGE = Symbol('storage');

/** The database with its records, for every module. */
@Module({})
export class DatabaseModule {
  static register(storage: Storage): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: STORAGE, useValue: storage }],
      exports: [STORAGE],
    };
  }
}
