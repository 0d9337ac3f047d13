import { type DynamicModule, Module } from '@nestjs/common';
import { type Logger } from 'pino';
import { ApiConfig, isLoopback } from './api-config.js';

export const CONFIG = Symbol('config');
export const LOG = Symbol('log');
export const ACCESS = Symbol('access');

export interface AccessRules {
  readonly keysRequired: boolean;
}

/** Settings, the log, and what follows from the settings, for every module. */
@Module({})
export class ConfigModule {
  static register(config: ApiConfig, log: Logger): DynamicModule {
    const access: AccessRules = { keysRequired: config.requireKeys || !isLoopback(config.host) };
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: ACCESS, useValue: access },
      ],
      exports: [CONFIG, LOG, ACCESS],
    };
  }
}
