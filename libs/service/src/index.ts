/**
 * Nest modules that the processes of the service share: settings, log, database, jobs, readiness, shutdown.
 */
export {
  AS_FLAG,
  AS_NUMBER,
  AS_TEXT,
  Addresses,
  CONFIG,
  ConfigModule,
  Flag,
  InvalidConfigError,
  RedisAddress,
  ServiceConfig,
  Text,
  Variable,
  WholeNumber,
  checkedConfig,
  settingsFrom,
  withRedisPassword,
} from './config/index.js';
export { DatabaseModule, STORAGE } from './database/index.js';
export { type Readiness, ReadinessModule, ReadinessService } from './health/index.js';
export { ConsumerModule, DISPATCHER, DispatcherModule } from './jobs/index.js';
export { LOG, LoggingModule } from './logging/index.js';
export { reportRefusal, stopOnSignals } from './shutdown/index.js';
