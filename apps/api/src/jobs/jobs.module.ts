import { type DynamicModule, Module } from '@nestjs/common';
import { type JobDispatcher } from '@railyard/jobs';

export const DISPATCHER = Symbol('dispatcher');

/** The dispatcher that has runs computed, for every module. */
@Module({})
export class JobsModule {
  static register(dispatcher: JobDispatcher): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      providers: [{ provide: DISPATCHER, useValue: dispatcher }],
      exports: [DISPATCHER],
    };
  }
}
