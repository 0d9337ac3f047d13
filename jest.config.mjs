import { BUNDLED, BUNDLES } from './tools/bundled-for-tests.mjs';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/bench', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  // The long suites of the service have a command of their own (jest.service.config.mjs); those that kill and
  // starve what they test run one at a time (jest.reliability.config.mjs).
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/reliability/', '<rootDir>/test/service/'],
  // A busy machine takes ten times as long: this ends a test that hangs.
  testTimeout: 300_000,
  transform: { '^.+\\.[cm]?[tj]s$': '<rootDir>/tools/jest-esm-deps.cjs' },
  transformIgnorePatterns: [],
  globalSetup: '<rootDir>/tools/bundle-for-tests.mjs',
  moduleNameMapper: {
    [`^@railyard/(${BUNDLED.join('|')})$`]: `<rootDir>/${BUNDLES}/$1.cjs`,
    '^@railyard/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // A hot loop that names a global is two orders slower inside the jest sandbox; these are injected instead.
  sandboxInjectedGlobals: [
    'Math',
    'Number',
    'BigInt',
    'Float64Array',
    'Int32Array',
    'Uint32Array',
    'Uint8Array',
    'Uint16Array',
    'Map',
    'Set',
    'Array',
    'Object',
    'Infinity',
  ],
  setupFiles: ['<rootDir>/tools/fast-check-seed.cjs'],
  reporters: ['default', '<rootDir>/tools/closing-line.cjs'],
  workerIdleMemoryLimit: '700MB',
  maxWorkers: 2,
};
