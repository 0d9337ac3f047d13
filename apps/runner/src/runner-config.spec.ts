import { runnerConfig } from './runner-config.js';

const REDIS_URL = 'redis://127.0.0.1:6379';

it.each([
  [{}, /^REDIS_URL must be set and begin with redis:\/\/$/],
  [{ REDIS_URL, RAILYARD_THREADS: '0' }, /^RAILYARD_THREADS must not be less than 1$/],
  [{ REDIS_URL, RAILYARD_GRACE_S: ' ' }, /^RAILYARD_GRACE_S .*integer/],
  [{ REDIS_URL, RAILYARD_RUN_TIMEOUT_S: '0x10' }, /^RAILYARD_RUN_TIMEOUT_S .*integer/],
  [{ REDIS_URL, RAILYARD_RUN_HEAP_MB: '1e3' }, /^RAILYARD_RUN_HEAP_MB .*integer/],
  [{ REDIS_URL, RAILYARD_METRICS_PORT: 'many' }, /^RAILYARD_METRICS_PORT .*integer/],
])('%j is refused in one line that names the variable', (environment, line) => {
  expect(() => runnerConfig(environment)).toThrow(line);
});

it('takes numbers as people write them, and an empty variable for none', () => {
  expect(
    runnerConfig({ REDIS_URL, RAILYARD_GRACE_S: '0', RAILYARD_THREADS: '3', RAILYARD_RUN_TIMEOUT_S: '' }),
  ).toMatchObject({ graceS: 0, threads: 3, runTimeoutS: 600 });
});
