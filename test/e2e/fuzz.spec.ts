/** The gate form; test/soak has the full counts. */
import { fuzzSuite } from './support/fuzz-suite.js';

jest.setTimeout(300_000);

describe('fuzzed bodies', () => fuzzSuite(1000));
