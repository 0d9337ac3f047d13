import base from './jest.config.mjs';

/** Suites that start servers, queues and the command itself: one at a time, since they measure how long things take to recover. */
export default {
  ...base, roots: ['<rootDir>/test/e2e', '<rootDir>/test/cli'], testPathIgnorePatterns: ['/node_modules/'], maxWorkers: 1, testTimeout: 120_000,
};
