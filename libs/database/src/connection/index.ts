export { backupDatabase, restoreDatabase } from './backup.js';
export { type Database } from './database.js';
export {
  DamagedArtifactError,
  RefusedDatabaseError,
  isDatabaseUnavailable,
  isDiskFull,
  isUniqueViolation,
} from './errors.js';
export { DEFAULT_DATABASE_FILE, type DatabaseOptions, openDatabase } from './open-database.js';
export { type Reader, type Session, type SqlValue, listOf, rowsOf } from './session.js';
