/**
 * The board of the queue: absent by default, only with Redis, to be looked at and not to be changed, and only
 * for administrators where keys are asked for.
 */
import { join } from 'node:path';
import { openStorage } from '@railyard/jobs';
import { redisAvailable, redisForTests } from '../../tools/redis-for-tests.mjs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { type Reply, call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';
import { experimentOf } from '../support/reliability.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);

afterAll(() => folder.remove());

it('is absent by default, and refused where there is no queue to show', async () => {
  const api = await start('api', { RAILYARD_DATABASE: at('plain.db') });
  for (const path of ['/queues', '/queues/api/queues', '/queues/static/images/logo.svg'])
    expect((await call(api.url, path)).status).toBe(404);
  await api.end('SIGTERM');
  await expect(
    start('api', { RAILYARD_DATABASE: at('plain.db'), RAILYARD_QUEUE_BOARD: 'true' }),
  ).rejects.toThrow(/RAILYARD_QUEUE_BOARD must be false where there is no REDIS_URL/);
  await expect(
    start('api', { RAILYARD_DATABASE: at('plain.db'), RAILYARD_QUEUE_BOARD: 'yes' }),
  ).rejects.toThrow(/RAILYARD_QUEUE_BOARD must be true or false/);
});

(redisAvailable() ? describe : describe.skip)('with Redis and the flag', () => {
  let redis: Awaited<ReturnType<typeof redisForTests>>;
  beforeAll(async () => {
    redis = await redisForTests();
  });
  afterAll(() => redis.stop());

  const board = (settings: Readonly<Record<string, string>>): Promise<Started> =>
    start('api', {
      REDIS_URL: redis.url,
      RAILYARD_QUEUE_PREFIX: `board-${process.pid}`,
      RAILYARD_QUEUE_BOARD: 'true',
      ...settings,
    });

  it('shows what waits, from this server alone, and changes nothing', async () => {
    const api = await board({ RAILYARD_DATABASE: at('board.db') });
    await waitUntil(async () => (await call(api.url, '/queues')).status === 200, 'Redis is connected');
    const page = await call(api.url, '/queues');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/html/),
    ]);
    expect(page.headers.get('content-security-policy')).toMatch(
      /script-src 'self';.*style-src 'self' 'unsafe-inline'/,
    );
    expect((await call(api.url, '/docs')).status).toBe(200);
    const { json } = await call(api.url, '/v1/experiments', { body: experimentOf(1) });
    let shown: Reply | undefined;
    await waitUntil(async () => {
      shown = await call(api.url, '/queues/api/queues?activeQueue=railyard-first&status=latest');
      return shown.text.includes(String(json.id));
    }, 'the run is on the board');
    expect(shown!.json.queues).toMatchObject([
      { name: 'railyard', readOnlyMode: true },
      { name: 'railyard-first', readOnlyMode: true },
    ]);
    for (const action of ['pause', 'empty', 'obliterate', 'clean/wait', 'retry/failed', 'promote']) {
      const answer = await call(api.url, `/queues/api/queues/railyard-first/${action}`, {
        method: 'PUT',
        body: {},
      });
      expect([action, answer.status >= 400 && answer.status < 500]).toEqual([action, true]);
    }
    expect(
      (await call(api.url, '/queues/api/queues?activeQueue=railyard-first&status=latest')).text,
    ).toContain(String(json.id));
    await api.end('SIGTERM');
  });

  it('asks for an administrator where keys are asked for', async () => {
    const file = at('keyed.db');
    const storage = await openStorage({ database: { file } });
    const { apiKeys } = storage.records;
    const [writer, admin] = [
      await apiKeys.create({ tenant: 'a', name: 'w', scopes: ['read', 'write'] }),
      await apiKeys.create({ tenant: 'a', name: 'o', scopes: ['admin'] }),
    ];
    await storage.close();
    const api = await board({ RAILYARD_DATABASE: file, RAILYARD_REQUIRE_KEYS: 'true' });
    await waitUntil(
      async () =>
        (await call(api.url, '/queues', { headers: { authorization: `Bearer ${admin.secret}` } })).status ===
        200,
      'Redis is connected',
    );
    const basic = (password: string): string =>
      `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}`;
    for (const path of ['/queues', '/queues/', '/queues/api/queues', '/queues/static/images/logo.svg']) {
      const as = (authorization?: string): Promise<Reply> =>
        call(api.url, path, { headers: authorization === undefined ? {} : { authorization } });
      const nobody = await as();
      expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([
        401,
        'Basic realm="railyard"',
      ]);
      for (const wrong of [
        basic('ry_wrong_but_long_enough'),
        basic(''),
        'Bearer ry_wrong_but_long_enough',
        'Basic %%%',
      ])
        expect((await as(wrong)).status).toBe(401);
      expect((await as(`Bearer ${writer.secret}`)).status).toBe(403);
      expect((await as(`Bearer ${admin.secret}`)).status).toBe(200);
      expect((await as(basic(admin.secret))).status).toBe(200);
    }
    expect(api.log()).not.toContain(admin.secret);
    await api.end('SIGTERM');
  });

  it('counts wrong keys by their address', async () => {
    const api = await board({
      RAILYARD_DATABASE: at('guessed.db'),
      RAILYARD_REQUIRE_KEYS: 'true',
      RAILYARD_REQUESTS_PER_MINUTE: '3',
    });
    const guesses = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        call(api.url, '/queues', { headers: { authorization: `Bearer ry_guess_number_${index}` } }),
      ),
    );
    expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429]);
    expect(guesses.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
    await api.end('SIGTERM');
  });

  it('says that Redis does not answer, and the service goes on', async () => {
    const api = await board({ RAILYARD_DATABASE: at('away.db'), REDIS_URL: 'redis://127.0.0.1:1' });
    expect(await call(api.url, '/queues/api/queues')).toMatchObject({
      status: 503,
      json: { detail: 'Redis does not answer.' },
    });
    expect((await call(api.url, '/v1/presets')).status).toBe(200);
    expect((await api.end('SIGTERM')).code).toBe(0);
  });
});
