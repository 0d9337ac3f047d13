/** RELIABILITY S1: 10,000 bodies for each route. */
import { fuzzSuite } from '../support/fuzz-suite.js';

jest.setTimeout(3_600_000);

describe('fuzzed bodies', () => fuzzSuite(10_000));
