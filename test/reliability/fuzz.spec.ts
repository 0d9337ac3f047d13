/** The gate form; test/soak has the full counts. */
import { fuzzSuite } from '../support/fuzz-suite.js';
import { postgresAvailable, postgresForTests } from '../support/postgres.js';

jest.setTimeout(300_000);

describe('fuzzed bodies', () => fuzzSuite(1000));

// What SQLite takes as text, PostgreSQL may not.
(postgresAvailable() ? describe : describe.skip)('fuzzed bodies on PostgreSQL', () =>
  fuzzSuite(200, postgresForTests),
);
