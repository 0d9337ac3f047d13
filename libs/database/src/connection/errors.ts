/**
 * Failures of the database that are no bug, by type, so that the service can answer and the operator can
 * act.
 */
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/**
 * The database may not be used as it is; nothing was written to it. The message is one line for the operator.
 */
export class RefusedDatabaseError extends Error {
  override readonly name = 'RefusedDatabaseError';
}

/** A stored blob does not hash to what was recorded with it. */
export class DamagedArtifactError extends Error {
  override readonly name = 'DamagedArtifactError';
}

function driverCode(error: unknown): string {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (source as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** No space left on the disk (SQLite) or in the tablespace (PostgreSQL). */
export function isDiskFull(error: unknown): boolean {
  const code = driverCode(error);
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === '53100';
}

/** The connection to the server could not be had, or ended before the server had answered. */
export class LostConnectionError extends Error {
  override readonly name = 'LostConnectionError';
}

/**
 * PostgreSQL's driver gives a code only to what the server or the socket said. A query that fails without one
 * has lost its connection; TypeORM releases the runner of such a connection, and what comes after finds that.
 */
function isLostConnection(error: unknown): boolean {
  if (error instanceof LostConnectionError || error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (!(error instanceof QueryFailedError)) return false;
  const { driverError } = error;
  return driverCode(error) === '' && Object.getPrototypeOf(driverError) === Error.prototype;
}

/** Busy, unreachable or failing for now; the same request may pass later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (isLostConnection(error)) return true;
  const code = driverCode(error);
  return (
    /^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY)/.test(code) ||
    /^(ECONN|ETIMEDOUT|ENOTFOUND|EPIPE|08|57P|53300)/.test(code)
  );
}

/** Another process is writing to the SQLite file. */
export function isBusy(error: unknown): boolean {
  return driverCode(error).startsWith('SQLITE_BUSY');
}

/**
 * PostgreSQL gave one of two colliding transactions up: it is repeated as a whole. So is one that refers to a
 * row which another deleted meanwhile, or deletes one that another has come to refer to.
 */
export function isTransactionCollision(error: unknown): boolean {
  return ['40001', '40P01', '23001', '23503'].includes(driverCode(error));
}

/** A row with the same key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = driverCode(error);
  return /^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)$/.test(code) || code === '23505';
}
