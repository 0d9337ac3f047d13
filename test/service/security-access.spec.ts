/** RELIABILITY S7, S8 and S10: who may do what, how much of it, and what every answer says to a browser. */
import { join } from 'node:path';
import { entryOf } from '@railyard/base';
import { type ApiKeyEntity } from '@railyard/database';
import { openStorage } from '@railyard/jobs';
import { say } from '../support/figures.js';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { type Reply, call as callAt } from '../support/http.js';
import { type Started, start } from '../support/processes.js';
import { experimentOf } from '../support/reliability.js';
import { longRun } from '../support/signals.js';
import { routesOf, withParameter } from '../support/routes.js';

const folder = temporaryFolder();
const file = join(folder.path, 'access.db');
const secrets: Record<string, string> = {};
let api: Started;

/** As one who holds the key of that name; none for `nobody`. */
const as =
  (name: string) =>
  (path: string, { headers, ...options }: Parameters<typeof callAt>[2] = {}): Promise<Reply> =>
    callAt(api.url, path, {
      ...options,
      headers: { ...headers, ...(name === 'nobody' ? {} : { authorization: `Bearer ${secrets[name]}` }) },
    });

beforeAll(async () => {
  const storage = await openStorage({ database: { file } });
  const { apiKeys } = storage.records;
  const make = async (
    name: string,
    tenant: string,
    scopes: ('read' | 'write')[],
    expiresAtMs?: number,
  ): Promise<string> => {
    const { id, secret } = await apiKeys.create({
      tenant,
      name,
      scopes,
      ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    });
    secrets[name] = secret;
    return id;
  };
  await make('alice', 'a', ['read', 'write']);
  await make('reader', 'a', ['read']);
  await make('writer', 'a', ['write']);
  await make('bob', 'b', ['read', 'write']);
  await make('expired', 'b', ['read'], Date.now() - 1);
  await apiKeys.revoke(await make('revoked', 'b', ['read']));
  await storage.close();
  api = await start('api', {
    RAILYARD_DATABASE: file,
    RAILYARD_REQUIRE_KEYS: 'true',
    LOG_LEVEL: 'debug',
    RAILYARD_REQUESTS_PER_MINUTE: 400,
    RAILYARD_MAX_LIVE_RUNS: 2,
    RAILYARD_THREADS: 1,
    RAILYARD_GRACE_S: 0,
  });
});

afterAll(async () => {
  await api.end('SIGTERM');
  folder.remove();
});

describe('S7: keys', () => {
  it('have 256 random bits and are stored as hashes', async () => {
    const storage = await openStorage({ database: { file } });
    const rows = await storage.database.read.rows<ApiKeyEntity>('SELECT * FROM "api_key"');
    await storage.close();
    for (const secret of Object.values(secrets)) {
      expect(Buffer.from(secret.replace(/^ry_/, ''), 'base64url')).toHaveLength(32);
      expect(JSON.stringify(rows)).not.toContain(secret.slice(3, 20));
    }
    expect(rows.map(({ hash }) => hash)).toEqual(rows.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
    expect(new Set(Object.values(secrets)).size).toBe(rows.length);
  });

  it('are asked for on every route but the probes', async () => {
    const alice = entryOf(secrets, 'alice');
    secrets.wrong = `${alice.slice(0, -1)}${alice.endsWith('A') ? 'B' : 'A'}`;
    secrets.none = '';
    const open = ['/health/live', '/health/ready'];
    const routes = await as('alice')('/openapi.json').then(() => routesOf(api.url));
    let refused = 0;
    for (const route of routes.filter(({ path }) => !open.includes(path))) {
      for (const name of ['nobody', 'wrong', 'expired', 'revoked', 'none']) {
        const reply = await as(name)(withParameter(route, 'x'), {
          method: route.method,
          body: route.method === 'POST' || route.method === 'PUT' ? {} : undefined,
        });
        expect([route, name, reply.status, reply.headers.get('www-authenticate')]).toEqual([
          route,
          name,
          401,
          expect.stringMatching(/^Bearer/),
        ]);
        refused += 1;
      }
    }
    for (const path of open) expect((await as('nobody')(path)).status).toBe(200);
    say('S7', { routes: routes.length, refused });
  });

  it('do what their scopes say', async () => {
    expect((await as('reader')('/v1/experiments', { body: experimentOf(1) })).status).toBe(403);
    expect((await as('reader')('/v1/clusters/x', { method: 'DELETE' })).status).toBe(403);
    expect((await as('writer')('/v1/runs')).status).toBe(403);
    expect((await as('reader')('/v1/runs')).status).toBe(200);
  });

  it('see nothing of other tenants, not even that it is there', async () => {
    const run = String(
      (await as('alice')('/v1/experiments', { body: experimentOf(2) })).headers.get('location'),
    );
    const sweep = String(
      (
        await as('alice')('/v1/sweeps', {
          body: {
            apiVersion: 'railyard/v1',
            kind: 'Sweep',
            name: 's',
            preset: 'deepseek-v3-mpft',
            parameters: { seed: { values: [2] } },
          },
        })
      ).headers.get('location'),
    );
    await as('alice')('/v1/clusters', {
      body: {
        name: 'mine',
        document: { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' },
      },
    });
    await waitUntil(async () => (await as('alice')(run)).json.state === 'succeeded', 'it is computed');
    // What still ran of it would count towards the quota below.
    await waitUntil(async () => (await as('alice')(sweep)).json.state === 'succeeded', 'the sweep is over');
    const experiment = `/v1/experiments/${String((await as('alice')(run)).json.experimentId)}`;
    const id = run.split('/')[3];
    const theirs = [
      run,
      `${run}/result`,
      `${run}/trace`,
      `${run}/report`,
      `${run}/events`,
      `${run}/history`,
      experiment,
      sweep,
      `${sweep}/runs`,
      '/v1/clusters/mine',
      `/v1/compare?runs=${id},${id}`,
    ];
    for (const path of theirs) {
      expect([path, (await as('alice')(path)).status]).toEqual([path, 200]);
      expect([path, (await as('bob')(path)).status]).toEqual([path, 404]);
    }
    for (const path of [`${run}/cancel`, `${run}/retry`, `${sweep}/cancel`, `${sweep}/retry-failed`])
      expect([path, (await as('bob')(path, { method: 'POST' })).status]).toEqual([path, 404]);
    expect(
      (await as('bob')('/v1/experiments', { body: { ...experimentOf(1), cluster: { definition: 'mine' } } }))
        .status,
    ).toBe(422);
    for (const path of ['/v1/runs', '/v1/sweeps', '/v1/clusters'])
      expect((await as('bob')(path)).json.items).toEqual([]);
    expect((await as('bob')('/v1/runs/summary')).json.states).toMatchObject({ succeeded: 0 });
  });

  it('are never logged, wherever they are sent', async () => {
    const alice = entryOf(secrets, 'alice');
    await as('alice')(`/v1/runs?key=${alice}`);
    await as('alice')(`/v1/runs/${alice}`);
    await as('alice')('/v1/experiments', { body: { ...experimentOf(1), key: alice } });
    await callAt(api.url, '/v1/runs', {
      headers: {
        authorization: `Basic ${alice}`,
        cookie: alice,
        'idempotency-key': alice,
        'x-api-key': alice,
      },
    });
    await waitUntil(() => api.log().split('"msg":"answered"').length > 10, 'requests are logged');
    for (const secret of [alice, entryOf(secrets, 'bob'), entryOf(secrets, 'revoked')])
      expect(
        api
          .log()
          .split('\n')
          .filter((line) => line.includes(secret)),
      ).toEqual([]);
  });
});

it('S8: one who asks too much learns when to come back; others notice nothing', async () => {
  const { status: first, headers } = await as('alice')('/v1/experiments', { body: longRun });
  expect(first).toBe(202);
  expect((await as('alice')('/v1/experiments', { body: experimentOf(20) })).status).toBe(202);
  const quota = await as('alice')('/v1/experiments', { body: experimentOf(21) });
  expect([quota.status, Number(quota.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await as('bob')('/v1/experiments', { body: experimentOf(22) })).status).toBe(202);
  await as('alice')(`${String(headers.get('location'))}/cancel`, { method: 'POST' });
  const replies = await Promise.all(Array.from({ length: 450 }, () => as('reader')('/v1/presets')));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(40);
  for (const one of refused) expect(Number(one.headers.get('retry-after'))).toBeGreaterThan(0);
  const others = await Promise.all(['bob', 'alice', 'nobody'].map((name) => as(name)('/health/ready')));
  expect([(await as('bob')('/v1/presets')).status, ...others.map(({ status }) => status)]).toEqual([
    200, 200, 200, 200,
  ]);
  say('S8', { quotaStatus: quota.status, requests: replies.length, refused: refused.length });
});

it('S8: keys that nobody issued are counted by their address, and known keys are not', async () => {
  const limited = await start('api', {
    RAILYARD_DATABASE: file,
    RAILYARD_REQUIRE_KEYS: 'true',
    RAILYARD_REQUESTS_PER_MINUTE: 50,
    RAILYARD_TRUSTED_PROXIES: '127.0.0.1',
  });
  const send = (from: string, key: string, path = '/v1/presets'): Promise<Reply> =>
    callAt(limited.url, path, { headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': from } });
  const known = await Promise.all(Array.from({ length: 45 }, () => send('10.0.0.1', String(secrets.bob))));
  expect(known.filter(({ status }) => status !== 200)).toEqual([]);
  const replies: Reply[] = [];
  for (let key = 0; key < 80; key += 1)
    replies.push(await send('10.0.0.1', `ry_nobody-${key}`, key % 2 === 0 ? '/v1/runs' : '/metrics'));
  expect(replies.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 50 }, () => 401),
    ...Array.from({ length: 30 }, () => 429),
  ]);
  for (const { headers } of replies.slice(50)) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await send('10.0.0.2', String(secrets.bob))).status).toBe(200);
  await limited.end('SIGTERM');
});

it('S10: every answer closes the doors of a browser, and no other origin may read it', async () => {
  const closed: Readonly<Record<string, RegExp>> = {
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^SAMEORIGIN$|^DENY$/,
    'content-security-policy': /default-src 'self'/,
    'referrer-policy': /no-referrer/,
    'strict-transport-security': /max-age=\d+/,
    'cross-origin-opener-policy': /^same-origin-allow-popups$/,
    'cross-origin-resource-policy': /same-origin/,
  };
  const origin = { origin: 'https://evil.example' };
  const preflight = {
    ...origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  const replies: readonly (readonly [string, Reply])[] = [
    ['a list', await as('bob')('/v1/runs', { headers: origin })],
    ['a problem', await as('bob')('/v1/runs/x', { headers: origin })],
    ['a refusal', await as('nobody')('/v1/runs', { headers: origin })],
    ['no JSON', await as('bob')('/v1/experiments', { method: 'POST', body: '{', headers: origin })],
    ['nothing there', await as('bob')('/nothing', { headers: origin })],
    ['the docs', await as('bob')('/docs', { headers: origin })],
    ['the metrics', await as('bob')('/metrics', { headers: origin })],
    ['a probe', await as('nobody')('/health/live', { headers: origin })],
    ['a preflight', await as('nobody')('/v1/experiments', { method: 'OPTIONS', headers: preflight })],
  ];
  for (const [name, { headers }] of replies) {
    for (const [header, value] of Object.entries(closed))
      expect([name, header, headers.get(header)]).toEqual([name, header, expect.stringMatching(value)]);
    expect([name, [...headers.keys()].filter((header) => header.startsWith('access-control-'))]).toEqual([
      name,
      [],
    ]);
    expect([name, headers.get('x-powered-by'), headers.get('server'), headers.get('set-cookie')]).toEqual([
      name,
      null,
      null,
      null,
    ]);
  }
  say('S10', { answers: replies.length, headers: Object.keys(closed).length });
});
