import base from './jest.config.mjs';

/**
 * Suites that kill, starve and flood the service, and those that feed it damaged input: one at a time, since
 * they measure how long it takes to recover.
 */
export default {
  ...base,
  roots: ['<rootDir>/test/reliability'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
