import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { ConfigModule, DatabaseModule, DispatcherModule, LoggingModule } from '@railyard/service';
import { AccessGuard, AccessModule, AddressRateGuard, KeyRateGuard, RequestCounts } from './access/index.js';
import { AccuracyModule } from './accuracy/index.js';
import { BoardModule } from './board/index.js';
import { CatalogModule } from './catalog/index.js';
import { AnswerInterceptor, InputGuard, ProblemFilter, validationPipe } from './common/index.js';
import { CompareModule } from './compare/index.js';
import { type ApiConfig } from './config/index.js';
import { DefinitionsModule } from './definitions/index.js';
import { ExperimentsModule } from './experiments/index.js';
import { FaultsModule } from './faults/index.js';
import { HealthModule } from './health/index.js';
import { LayersModule } from './layers/index.js';
import { ServingModule } from './serving/index.js';
import { MetricsModule } from './metrics/index.js';
import { NetworkModule } from './network/index.js';
import { ProfilesModule } from './profiles/index.js';
import { ReportsModule } from './reports/index.js';
import { RetentionModule } from './retention/index.js';
import { RunsModule } from './runs/index.js';
import { SchedulesModule } from './schedules/index.js';
import { StudiesModule } from './studies/index.js';
import { SweepsModule } from './sweeps/index.js';
import { ViewsModule } from './views/index.js';

@Module({})
export class AppModule {
  static register(config: ApiConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        // Global modules begin in this order and end in the opposite one: the dispatcher is drained before
        // the database closes.
        ConfigModule.register(config),
        LoggingModule.register('railyard-api'),
        DatabaseModule,
        DispatcherModule,
        AccessModule,
        ThrottlerModule.forRoot({
          throttlers: [{ ttl: 60_000, limit: config.requestsPerMinute }],
          storage: new RequestCounts(),
        }),
        BoardModule,
        CatalogModule,
        DefinitionsModule,
        ExperimentsModule,
        RunsModule,
        CompareModule,
        NetworkModule,
        SchedulesModule,
        LayersModule,
        ServingModule,
        ProfilesModule,
        FaultsModule,
        StudiesModule,
        ReportsModule,
        AccuracyModule,
        SweepsModule,
        ViewsModule,
        RetentionModule,
        HealthModule,
        MetricsModule,
      ],
      // Guards run in this order: a caller over the limit costs no look-up of a key.
      providers: [
        { provide: APP_GUARD, useClass: AddressRateGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: KeyRateGuard },
        { provide: APP_GUARD, useClass: InputGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}
