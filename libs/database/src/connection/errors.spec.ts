import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import {
  LostConnectionError,
  isBusy,
  isDatabaseUnavailable,
  isDiskFull,
  isTransactionCollision,
  isUniqueViolation,
} from './errors.js';

const KINDS = { isBusy, isDatabaseUnavailable, isDiskFull, isTransactionCollision, isUniqueViolation };
const error = (code: string): Error => Object.assign(new Error(code), { code });
/** The functions that recognise an error. */
const recognised = (thrown: unknown): string[] =>
  Object.entries(KINDS).flatMap(([name, is]) => (is(thrown) ? [name] : []));

describe('errors of the database', () => {
  it.each([
    ['SQLITE_BUSY', ['isBusy', 'isDatabaseUnavailable']],
    ['SQLITE_BUSY_SNAPSHOT', ['isBusy', 'isDatabaseUnavailable']],
    ['SQLITE_LOCKED', ['isDatabaseUnavailable']],
    ['SQLITE_IOERR_FSYNC', ['isDatabaseUnavailable']],
    ['SQLITE_READONLY', ['isDatabaseUnavailable']],
    ['SQLITE_CANTOPEN', ['isDatabaseUnavailable']],
    ['ECONNREFUSED', ['isDatabaseUnavailable']],
    ['08006', ['isDatabaseUnavailable']],
    ['57P01', ['isDatabaseUnavailable']],
    ['53300', ['isDatabaseUnavailable']],
    ['SQLITE_FULL', ['isDiskFull']],
    ['ENOSPC', ['isDiskFull']],
    ['53100', ['isDiskFull']],
    ['40001', ['isTransactionCollision']],
    ['40P01', ['isTransactionCollision']],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', ['isUniqueViolation']],
    ['SQLITE_CONSTRAINT_UNIQUE', ['isUniqueViolation']],
    ['23505', ['isUniqueViolation']],
    ['SQLITE_CONSTRAINT_NOTNULL', []],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', []],
    ['SQLITE_ERROR', []],
    ['23503', ['isTransactionCollision']],
    ['23001', ['isTransactionCollision']],
    ['42P01', []],
  ])('%s is recognised by its code, as the driver throws it and as TypeORM does', (code, kinds) => {
    expect(recognised(error(code))).toEqual(kinds);
    expect(recognised(new QueryFailedError('SELECT 1', [], error(code)))).toEqual(kinds);
  });

  it('a connection that ended is recognised where the driver has no code for it', () => {
    for (const thrown of [
      new LostConnectionError(),
      new QueryRunnerAlreadyReleasedError(),
      new QueryFailedError('SELECT 1', [], new Error('Connection terminated unexpectedly')),
    ])
      expect(recognised(thrown)).toEqual(['isDatabaseUnavailable']);
    expect(recognised(new QueryFailedError('SELECT 1', [], new TypeError('a bug')))).toEqual([]);
  });

  it('are not recognised in what has no code', () => {
    for (const thrown of [new Error('SQLITE_FULL'), null, undefined, 'SQLITE_FULL', { code: 13 }])
      expect(recognised(thrown)).toEqual([]);
  });
});
