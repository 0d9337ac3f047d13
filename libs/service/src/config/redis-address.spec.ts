import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IsOptional } from 'class-validator';
import { Redis } from 'ioredis';
import { parse } from 'yaml';
import { checkedConfig, settingsFrom } from './checked-config.js';
import { RedisAddress, withRedisPassword } from './redis-address.js';
import { ServiceConfig } from './service-config.js';
import { AS_TEXT, Variable } from './variable.decorator.js';

class Config extends ServiceConfig {
  @Variable('REDIS_URL', AS_TEXT)
  @IsOptional()
  @RedisAddress()
  redisUrl?: string;
}

const read = (environment: NodeJS.ProcessEnv): Config =>
  withRedisPassword(checkedConfig(Config, settingsFrom(Config, environment)));

/** What the client makes of the address, without connecting. */
function clientOf({ redisUrl = '' }: Config) {
  const { host, port, password, db } = new Redis(redisUrl, { lazyConnect: true }).options;
  return { host, port: Number(port), password, db: Number(db) };
}

it.each(['a/b', 'a#b', '/', '#%?@:', 'p%2Fq', 'ä b+c&d=e', '"\'\\'])(
  'the password %j reaches the client as it is',
  (password) => {
    expect(clientOf(read({ REDIS_URL: 'redis://redis:6379/2', REDIS_PASSWORD: password }))).toEqual({
      host: 'redis',
      port: 6379,
      password,
      db: 2,
    });
    const encoded = `redis://:${encodeURIComponent(password)}@redis:6379`;
    expect(clientOf(read({ REDIS_URL: encoded, REDIS_PASSWORD: 'another' })).password).toBe(password);
  },
);

it.each([
  'redis://:a/b@redis:6379',
  'redis://:a#b@redis:6379',
  'redis://:12/b@redis:6379',
  'redis://me:12/b@redis:6379',
  'redis://me:12#b@redis:6379',
  'redis://me:12?b@redis:6379',
  'redis://:50%@redis:6379',
  'redis://',
])('%s is refused in one sentence that does not show it', (address) => {
  expect(() => read({ REDIS_URL: address })).toThrow(
    new Error(
      'REDIS_URL must have the form redis://host:port; ' +
        'give its password in REDIS_PASSWORD, or percent-encode it.',
    ),
  );
});

it('without a password of its own the address stays as it is', () => {
  expect(read({ REDIS_URL: 'rediss://me@redis' }).redisUrl).toBe('rediss://me@redis');
  expect(read({ REDIS_PASSWORD: 'a/b' }).redisUrl).toBeUndefined();
});

it('compose gives the password apart from the address', () => {
  const file = join(import.meta.dirname, '../../../../docker-compose.yml');
  const { services } = parse(readFileSync(file, 'utf8'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>;
  };
  for (const name of ['api', 'runner']) {
    const { REDIS_URL, REDIS_PASSWORD } = services[name]?.environment ?? {};
    expect([REDIS_URL, REDIS_PASSWORD]).toEqual([
      'redis://redis:6379',
      expect.stringMatching(/^\$\{REDIS_PASSWORD:\?/),
    ]);
  }
});
