import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { CONFIG, type ServiceConfig } from '../config/index.js';

/** Under which Nest injects the log of the process. */
export const LOG = Symbol('log');

/** The log of the process, for every module. It is closed last: its last line says that the others are. */
@Module({})
export class LoggingModule implements OnApplicationShutdown {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  /** @param app name of the process, in every line. */
  static register(app: string): DynamicModule {
    return {
      module: LoggingModule,
      global: true,
      providers: [
        {
          provide: LOG,
          inject: [CONFIG],
          useFactory: ({ logLevel }: ServiceConfig): Logger =>
            pino({ level: logLevel, base: { app, pid: process.pid } }),
        },
      ],
      exports: [LOG],
    };
  }

  /** A start that failed says why by itself. */
  onApplicationShutdown(signal?: string): void {
    if (signal !== undefined) this.log.info({ signal }, 'closed');
  }
}
