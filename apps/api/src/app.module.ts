import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { type JobDispatcher, type Storage } from '@railyard/storage';
import { type Logger } from 'pino';
import { CatalogController } from './catalog/catalog.controller.js';
import { type ApiConfig } from './config/api-config.js';
import { ClustersController, WorkloadsController } from './definitions/definitions.controller.js';
import { ExperimentsController } from './experiments/experiments.controller.js';
import { AccessGuard, RateGuard } from './http/access.js';
import { AnswerInterceptor } from './http/answer.js';
import { ParameterGuard } from './http/parameters.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Repeatable } from './http/repeatable.js';
import { NetworkController } from './network/network.controller.js';
import { HealthController } from './operations/health.controller.js';
import { MetricsController } from './operations/metrics.controller.js';
import { Metrics } from './operations/metrics.js';
import { ACCESS, type AccessRules, CONFIG, DISPATCHER, LOG, STORAGE } from './parts.js';
import { ReportsController } from './reports/reports.controller.js';
import { CompareController } from './runs/compare.controller.js';
import { EventStreams } from './runs/event-streams.js';
import { RunsController } from './runs/runs.controller.js';
import { TraceMaker } from './runs/trace-maker.js';
import { SweepKeeper } from './sweeps/sweep-keeper.js';
import { SweepsController } from './sweeps/sweeps.controller.js';

export interface Parts {
  readonly config: ApiConfig;
  readonly storage: Storage;
  readonly dispatcher: JobDispatcher;
  readonly access: AccessRules;
  readonly log: Logger;
}

@Module({})
export class AppModule {
  static of({ config, storage, dispatcher, access, log }: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: config.requestsPerMinute }])],
      controllers: [
        CatalogController,
        ClustersController,
        WorkloadsController,
        ExperimentsController,
        RunsController,
        CompareController,
        NetworkController,
        ReportsController,
        SweepsController,
        HealthController,
        MetricsController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: STORAGE, useValue: storage },
        { provide: DISPATCHER, useValue: dispatcher },
        { provide: ACCESS, useValue: access },
        { provide: LOG, useValue: log },
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_GUARD, useValue: new AccessGuard(storage, access) },
        { provide: APP_GUARD, useClass: ParameterGuard },
        { provide: APP_FILTER, useValue: new ProblemFilter(log) },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        EventStreams,
        Metrics,
        Repeatable,
        SweepKeeper,
        TraceMaker,
      ],
    };
  }
}
