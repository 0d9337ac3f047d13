export { backupDatabase, restoreDatabase } from './backup.js';
export { type Database } from './database.js';
export { DamagedArtifactError, RefusedDatabaseError, isDatabaseUnavailable, isDiskFull } from './errors.js';
export {
  DEFAULT_DATABASE_FILE,
  type DatabaseOptions,
  openDatabase,
  postgresOptions,
  sqliteOptions,
} from './open-database.js';
export { type Reader, type Session, type SqlValue, listOf } from './session.js';
