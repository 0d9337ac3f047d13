import { runnerConfig } from './runner-config.js';

const REDIS_URL = 'redis://127.0.0.1:6379';

it.each([
  [{}, 'REDIS_URL must begin with redis:// (got nothing).'],
  [{ REDIS_URL, RAILYARD_METRICS_PORT: 'many' }, /^RAILYARD_METRICS_PORT .* \(got many\)\.$/],
  [{ REDIS_URL, RAILYARD_THREADS: '0' }, /^RAILYARD_THREADS .* \(got 0\)\.$/],
])('%j is refused in one sentence that names the variable', (environment, sentence) => {
  expect(() => runnerConfig(environment)).toThrow(sentence);
});

it('works without a port for its metrics', () => {
  expect(runnerConfig({ REDIS_URL })).toMatchObject({ redisUrl: REDIS_URL, graceS: 20 });
});
