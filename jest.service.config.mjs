import base from './jest.config.mjs';

/** The long suites of the service: sweeps, restarts, equal bytes from every way to run, the queue board. */
export default {
  ...base,
  roots: ['<rootDir>/test/service'],
  testPathIgnorePatterns: ['/node_modules/'],
};
