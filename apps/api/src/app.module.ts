import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { type Logger } from 'pino';
import { AccessGuard, RateGuard } from './access/index.js';
import { CatalogModule } from './catalog/index.js';
import { AnswerInterceptor, InputGuard, ProblemFilter, validationPipe } from './common/index.js';
import { CompareModule } from './compare/index.js';
import { type ApiConfig, ConfigModule } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { DefinitionsModule } from './definitions/index.js';
import { ExperimentsModule } from './experiments/index.js';
import { HealthModule } from './health/index.js';
import { JobsModule } from './jobs/index.js';
import { MetricsModule } from './metrics/index.js';
import { NetworkModule } from './network/index.js';
import { ReportsModule } from './reports/index.js';
import { RunsModule } from './runs/index.js';
import { SweepsModule } from './sweeps/index.js';

export interface Parts {
  readonly config: ApiConfig;
  readonly storage: Storage;
  readonly dispatcher: JobDispatcher;
  readonly log: Logger;
}

@Module({})
export class AppModule {
  static register({ config, storage, dispatcher, log }: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(config, log),
        DatabaseModule.register(storage),
        JobsModule.register(dispatcher),
        ThrottlerModule.forRoot([{ ttl: 60_000, limit: config.requestsPerMinute }]),
        CatalogModule,
        DefinitionsModule,
        ExperimentsModule,
        RunsModule,
        CompareModule,
        NetworkModule,
        ReportsModule,
        SweepsModule,
        HealthModule,
        MetricsModule,
      ],
      // Guards run in this order: a caller over the limit costs no look-up of a key.
      providers: [
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: InputGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}
