/** What an operator does and sees: keys, backups, refusals, signals, containers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { elementAt, entryOf } from '@railyard/base';
import {
  freePort,
  redisAvailable,
  redisForTests,
  redisServerAvailable,
  startRedis,
} from '../../tools/redis-for-tests.mjs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { railyard, start } from '../support/processes.js';
import { experimentOf } from '../support/reliability.js';

const ROOT = join(import.meta.dirname, '../..');
const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);

afterAll(() => folder.remove());

async function command(
  ...args: string[]
): Promise<{ code: number | null; data: Readonly<Record<string, unknown>>; stderr: string }> {
  const { code, stdout, stderr } = await railyard([...args, '--json'], folder.path);
  return { code, data: JSON.parse(stdout) as Record<string, unknown>, stderr };
}

it('keys are made, listed and revoked by command, and open a service that others can reach', async () => {
  const database = at('keyed.db');
  const settings = { RAILYARD_DATABASE: database, HOST: '0.0.0.0' };
  await expect(start('api', settings)).rejects.toThrow(/no API key/);
  const made = await command(
    'keys',
    'create',
    '--name',
    'ci',
    '--tenant',
    'team-a',
    '--scope',
    'read',
    '--database',
    database,
  );
  expect(made).toMatchObject({
    code: 0,
    data: { tenant: 'team-a', scopes: ['read'], key: expect.stringMatching(/^ry_/) },
  });
  const listed = await command('keys', 'list', '--database', database);
  expect(listed.data).toMatchObject({
    keys: [{ id: made.data.id, name: 'ci', expiresAt: null, revokedAt: null }],
  });
  expect(JSON.stringify(listed.data)).not.toContain(String(made.data.key));
  const api = await start('api', settings);
  const url = api.url.replace('0.0.0.0', '127.0.0.1');
  const headers = { authorization: `Bearer ${String(made.data.key)}` };
  expect((await call(url, '/v1/runs', { headers })).status).toBe(200);
  expect((await command('keys', 'revoke', String(made.data.id), '--database', database)).code).toBe(0);
  expect((await call(url, '/v1/runs', { headers })).status).toBe(401);
  expect((await command('keys', 'revoke', 'key-none', '--database', database)).code).toBe(4);
  expect(
    (await command('keys', 'create', '--name', 'x', '--scope', 'all', '--database', database)).code,
  ).toBe(2);
  expect(api.log()).not.toContain(String(made.data.key));
  expect((await api.end('SIGTERM')).code).toBe(0);
});

it('a backup taken while the service computes can be restored, and is refused where it must be', async () => {
  const database = at('live.db');
  const api = await start('api', { RAILYARD_DATABASE: database });
  const replies = await Promise.all(
    [1, 2, 3].map((seed) => call(api.url, '/v1/experiments', { body: experimentOf(seed) })),
  );
  expect((await command('backup', at('copy.db'), '--database', database)).code).toBe(0);
  expect((await command('backup', at('copy.db'), '--database', database)).code).toBe(2);
  expect((await command('restore', at('copy.db'), at('restored.db'))).code).toBe(0);
  await api.end('SIGTERM');
  const again = await start('api', { RAILYARD_DATABASE: at('restored.db') });
  for (const { headers } of replies) {
    const location = String(headers.get('location'));
    await waitUntil(
      async () => (await call(again.url, location)).json.state === 'succeeded',
      `${location} is computed from the backup`,
    );
  }
  await again.end('SIGTERM');
});

it.each([
  [
    'RAILYARD_DATABASE',
    () => {
      writeFileSync(at('letter.db'), 'dear reader '.repeat(50));
      return at('letter.db');
    },
    /must be an SQLite database/,
  ],
  ['RAILYARD_DATABASE', () => at('missing/a.db'), /does not exist/],
  ['PORT', () => '99999', /PORT/],
  ['LOG_LEVEL', () => 'loud', /LOG_LEVEL/],
  ['DATABASE_URL', () => 'mysql://x', /postgres/],
  ['REDIS_URL', () => 'http://x', /redis/],
  ['RAILYARD_REQUIRE_KEYS', () => 'maybe', /RAILYARD_REQUIRE_KEYS/],
])('a service with a bad %s ends at once with one line that says why', async (variable, value, reason) => {
  const refusal = await start('api', { RAILYARD_DATABASE: at('fine.db'), [variable]: value() }).then(
    () => '',
    (error: Error) => error.message,
  );
  expect(refusal).toMatch(/ended with 1/);
  expect(refusal).toMatch(reason);
  expect(refusal.trim().split('\n')).toHaveLength(1);
});

it('a runner without a Redis ends at once and says why', async () => {
  await expect(start('runner', { RAILYARD_DATABASE: at('fine.db') })).rejects.toThrow(
    /REDIS_URL must begin with redis:/,
  );
  await expect(
    start('runner', {
      RAILYARD_DATABASE: at('fine.db'),
      REDIS_URL: 'redis://127.0.0.1:9',
      RAILYARD_METRICS_PORT: 'many',
    }),
  ).rejects.toThrow(/RAILYARD_METRICS_PORT must be a whole number/);
});

(redisServerAvailable() ? it : it.skip)(
  'a Redis that is away for a while is told once by service and runner, and once that it is back',
  async () => {
    const redis = await startRedis();
    const settings = { RAILYARD_DATABASE: at('outage.db'), REDIS_URL: redis.url };
    const processes = [await start('api', settings), await start('runner', settings)];
    await redis.kill();
    await waitUntil(
      () => processes.every((one) => one.log().includes('Redis is not reachable')),
      'the outage is noticed',
    );
    await call(elementAt(processes, 0).url, '/v1/experiments', { body: experimentOf(90) });
    // Some attempts of every kind: to connect, to send and to compare.
    await new Promise((done) => setTimeout(done, 6000));
    await redis.restart();
    await waitUntil(
      () => processes.every((one) => one.log().includes('Redis is reachable again')),
      'the end is noticed',
      120_000,
    );
    for (const one of processes) {
      const said = one
        .log()
        .split('\n')
        .filter((line) => line.includes('"level":40'))
        .map((line) => (JSON.parse(line) as { msg: string }).msg);
      expect(said).toEqual([...new Set(said)]);
      expect((await one.end('SIGTERM')).code).toBe(0);
    }
    await redis.stop();
  },
);

it('a runner whose Redis is away ends in order all the same', async () => {
  const runner = await start('runner', {
    RAILYARD_DATABASE: at('lonely.db'),
    REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
  });
  await waitUntil(() => runner.log().includes('Redis is not reachable'), 'Redis is looked for');
  expect((await runner.end('SIGTERM')).code).toBe(0);
});

(redisAvailable() ? it : it.skip)('a service counts what its runners compute', async () => {
  const redis = await redisForTests();
  const settings = {
    RAILYARD_DATABASE: at('counted.db'),
    REDIS_URL: redis.url,
    RAILYARD_QUEUE_PREFIX: `counted-${process.pid}`,
  };
  const api = await start('api', settings);
  const runner = await start('runner', settings);
  await call(api.url, '/v1/experiments', { body: experimentOf(91) });
  await waitUntil(
    async () => /railyard_runs_succeeded_total 1/.test((await call(api.url, '/metrics')).text),
    'the run is counted',
  );
  const { text } = await call(api.url, '/metrics');
  expect(Number(/railyard_compute_seconds_total ([\d.e-]+)/.exec(text)?.[1])).toBeGreaterThan(0);
  for (const one of [runner, api]) expect((await one.end('SIGTERM')).code).toBe(0);
  await redis.stop();
});

(redisAvailable() ? it : it.skip)('a runner shows its own metrics', async () => {
  const redis = await redisForTests();
  const port = await freePort();
  const runner = await start('runner', {
    RAILYARD_DATABASE: at('runner.db'),
    REDIS_URL: redis.url,
    RAILYARD_METRICS_PORT: port,
    RAILYARD_QUEUE_PREFIX: `metrics-${port}`,
  });
  const url = `http://127.0.0.1:${port}`;
  expect((await call(url, '/health/live')).json).toEqual({ status: 'ok' });
  await waitUntil(async () => (await call(url, '/health/ready')).status === 200, 'the runner is ready');
  expect((await call(url, '/health/ready')).json).toEqual({
    status: 'ok',
    checks: { database: 'ok', queue: 'ok' },
  });
  expect((await call(url, '/metrics')).text).toMatch(/railyard_runner_total\{outcome="succeeded"\} 0/);
  expect((await runner.end('SIGTERM')).code).toBe(0);
  await redis.stop();
});

it(
  'containers: Redis has a password, is not published and keeps its queue; nothing runs as root ' + '(S10)',
  () => {
    const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
      services: Record<
        string,
        {
          ports?: string[];
          command?: string[];
          environment: Record<string, string>;
          healthcheck: { test: string[] };
          cap_drop?: string[];
          depends_on?: object;
        }
      >;
    };
    expect(Object.keys(services)).toEqual(['redis', 'api', 'runner']);
    expect(entryOf(services, 'redis').ports).toBeUndefined();
    expect(entryOf(services, 'redis').command).toEqual(
      expect.arrayContaining(['--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--requirepass']),
    );
    expect(entryOf(services, 'api').ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
    expect(entryOf(services, 'runner').ports).toBeUndefined();
    for (const name of ['api', 'runner']) {
      expect(entryOf(services, name).cap_drop).toEqual(['ALL']);
      // The password apart from the address, so that it may hold any character.
      expect(entryOf(services, name).environment).toMatchObject({
        REDIS_URL: 'redis://redis:6379',
        REDIS_PASSWORD: expect.stringMatching(/^\$\{REDIS_PASSWORD/),
      });
    }
    // Both are asked whether they are ready, the runner where its metrics are.
    const { RAILYARD_METRICS_PORT } = entryOf(services, 'runner').environment;
    for (const [name, port] of [
      ['api', entryOf(services, 'api').environment.PORT],
      ['runner', RAILYARD_METRICS_PORT],
    ] as const)
      expect(entryOf(services, name).healthcheck.test.join(' ')).toContain(
        `http://127.0.0.1:${Number(port)}/health/ready`,
      );
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM '));
    // An allocator that gives back what threads freed: in the image, and loaded.
    const image = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(image).toMatch(/apt-get install -y --no-install-recommends libjemalloc2 /);
    expect(image).toMatch(/^ENV LD_PRELOAD=libjemalloc\.so\.2 MALLOC_CONF=/m);
  },
);
