import base from './jest.config.mjs';

/**
 * The long suites of the service: sweeps, the command with --server, what every command prints in 80 columns,
 * security, equal bytes, the queue board.
 */
export default {
  ...base,
  roots: ['<rootDir>/test/service'],
  testPathIgnorePatterns: ['/node_modules/'],
};
