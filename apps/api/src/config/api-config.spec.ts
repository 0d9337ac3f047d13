import { checkedConfig, settingsFromEnvironment } from './api-config.js';

it.each([
  [{ PORT: '80a' }, /^PORT .*whole|^PORT .*integer/],
  [{ PORT: ' ' }, /^PORT .*integer/],
  [{ PORT: '0x10' }, /^PORT .*integer/],
  [{ RAILYARD_THREADS: '0' }, /^RAILYARD_THREADS must not be less than 1$/],
  [{ RAILYARD_REQUIRE_KEYS: 'yes' }, /^RAILYARD_REQUIRE_KEYS must be a boolean value$/],
  [{ REDIS_URL: 'localhost' }, /^REDIS_URL must begin with redis:\/\/$/],
  [{ DATABASE_URL: 'localhost' }, /^DATABASE_URL must begin with postgres:\/\/$/],
  [{ RAILYARD_QUEUE_BOARD: 'true' }, /^RAILYARD_QUEUE_BOARD needs REDIS_URL/],
])('%j is refused in one line that names the variable', (environment, line) => {
  expect(() => checkedConfig(settingsFromEnvironment(environment))).toThrow(line);
});
