import { type DynamicModule, Module } from '@nestjs/common';
import {
  ConfigModule,
  ConsumerModule,
  DatabaseModule,
  LoggingModule,
  ReadinessModule,
} from '@railyard/service';
import { OperationsServer } from './operations-server.js';
import { type RunnerConfig } from './runner-config.js';

@Module({})
export class RunnerModule {
  static register(config: RunnerConfig): DynamicModule {
    return {
      module: RunnerModule,
      imports: [
        // They end in the opposite order: the consumer is drained before the database closes.
        ConfigModule.register(config),
        LoggingModule.register('railyard-runner'),
        DatabaseModule,
        ConsumerModule,
        ReadinessModule,
      ],
      providers: [OperationsServer],
    };
  }
}
