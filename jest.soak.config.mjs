import base from './jest.config.mjs';

/**
 * Full counts of the reliability and fuzz suites, `npm run soak`: before a release, not in continuous
 * integration.
 */
export default { ...base, testRegex: '\\.soak\\.ts$', maxWorkers: 1, testTimeout: 3_600_000 };
