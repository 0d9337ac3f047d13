import base from './jest.config.mjs';

/** The app in a browser, `npm run test:web`: Debian's Chromium, one page at a time. */
export default {
  ...base,
  roots: ['<rootDir>/test/web'],
  testRegex: '\\.browser\\.ts$',
  testTimeout: 120_000,
  maxWorkers: 1,
};
