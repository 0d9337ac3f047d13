import base from './jest.config.mjs';

/** The large suites: Monte Carlo gates at full size and long soaks, `npm run test:nightly`. */
export default { ...base, testRegex: '\\.nightly\\.ts$', testTimeout: 600_000 };
