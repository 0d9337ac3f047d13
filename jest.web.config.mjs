import base from './jest.config.mjs';

/** The app in a browser, `npm run test:web`: Debian's Chromium, one page at a time. */
export default {
  ...base,
  roots: ['<rootDir>/test/web'],
  testRegex: '\\.browser\\.ts$',
  // A busy machine takes ten times as long: this ends a test that hangs.
  testTimeout: 300_000,
  maxWorkers: 1,
};
