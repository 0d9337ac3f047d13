import { type DynamicModule, Module } from '@nestjs/common';
import { type ServiceConfig } from './service-config.js';

/** Under which Nest injects the settings of the process. */
export const CONFIG = Symbol('config');

/** Checked settings, for every module. */
@Module({})
export class ConfigModule {
  static register(config: ServiceConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
