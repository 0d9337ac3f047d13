import { apiConfig, apiSettings } from './api-config.js';

it.each([
  [{ PORT: '80a' }, 'PORT must be a whole number from 0 to 65535 (got 80a).'],
  [{ RAILYARD_REQUIRE_KEYS: 'yes' }, 'RAILYARD_REQUIRE_KEYS must be true or false (got yes).'],
  [
    { RAILYARD_TRUSTED_PROXIES: '127.0.0.1, proxy' },
    'RAILYARD_TRUSTED_PROXIES must be IP addresses or ranges with commas between (got 127.0.0.1, proxy).',
  ],
  [{ REDIS_URL: 'localhost' }, 'REDIS_URL must begin with redis://.'],
  [
    { RAILYARD_QUEUE_BOARD: 'true' },
    'RAILYARD_QUEUE_BOARD must be false where there is no REDIS_URL (got true).',
  ],
])('%j is refused in one sentence that names the variable', (environment, sentence) => {
  expect(() => apiConfig(apiSettings(environment))).toThrow(new Error(sentence));
});

it('takes addresses and ranges of proxies', () => {
  const trustedProxies = '127.0.0.1, 10.0.0.0/8,::1,fd00::/8';
  expect(apiConfig({ trustedProxies })).toMatchObject({ trustedProxies });
});

it('takes the settings of every process and its own', () => {
  const environment = { HOST: '0.0.0.0', PORT: '0', RAILYARD_THREADS: '3', RAILYARD_REQUIRE_KEYS: 'false' };
  expect(apiConfig(apiSettings(environment))).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    threads: 3,
    requireKeys: false,
    maxLiveRuns: 50_000,
  });
});
