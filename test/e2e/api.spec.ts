/** The service over real HTTP and a real SQLite file, with the fake engine behind it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { openStorage } from '@railyard/jobs';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { type Reply, call as callAt, follow } from '../support/http.js';
import { FAKE_WORKER, temporaryFolder, waitUntil } from '../support/harness.js';

const folder = temporaryFolder();
const settings = {
  port: 0,
  databaseFile: join(folder.path, 'api.db'),
  workerFile: FAKE_WORKER,
  threads: 2,
  logLevel: 'silent' as const,
  graceS: 1,
};
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(settings);
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

const call = (path: string, options?: Parameters<typeof callAt>[2]): Promise<Reply> =>
  callAt(server.url, path, options);

/** The founding case under another name is another experiment. */
const experiment = (name: string, more: object = {}): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  preset: 'deepseek-v3-mpft',
  name,
  ...more,
});

async function submitted(name: string): Promise<string> {
  const reply = await call('/v1/experiments', { body: experiment(name) });
  expect(reply.status).toBe(202);
  return String(reply.headers.get('location'));
}

async function ended(location: string): Promise<Reply> {
  let reply = await call(location);
  await waitUntil(async () => {
    reply = await call(location);
    return reply.json.finishedAt !== null;
  }, `${location} ended`);
  return reply;
}

/** Every refusal: its status, its media type, its members, and nothing of our insides. */
function expectProblem(reply: Reply, status: number, path?: string): void {
  expect([reply.status, reply.text]).toEqual([status, expect.any(String)]);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.json).toMatchObject({
    type: expect.stringMatching(/^urn:railyard:problem:/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.any(String),
  });
  expect(reply.text).not.toMatch(/node_modules|\.ts:|\.js:|\bat \S+ \(|\/work\//);
  const issues = reply.json.issues as {
    path: string;
    pointer: string;
    code: string;
    message: string;
    hint: string;
  }[];
  for (const issue of issues)
    expect(issue).toMatchObject({
      pointer: `#${issue.path}`,
      code: expect.any(String),
      message: expect.any(String),
      hint: expect.any(String),
    });
  // What is the matter is said already: a hint says what to do.
  if ([401, 403, 404, 409].includes(status))
    expect(
      issues.map(({ hint }) => hint).filter((hint) => hint === '' || hint === reply.json.detail),
    ).toEqual([]);
  if (path !== undefined) expect(issues.map((issue) => issue.path)).toContain(path);
}

describe('submitting', () => {
  it('accepts, computes and shows the result', async () => {
    const reply = await call('/v1/experiments', { body: experiment('first') });
    expect(reply.status).toBe(202);
    expect(reply.headers.get('retry-after')).toBe('1');
    const run = await ended(String(reply.headers.get('location')));
    expect(run.json).toMatchObject({
      state: 'succeeded',
      share: 1,
      failure: null,
      summary: { mfuCausal: 0.5 },
    });
    const result = await call(`${(run.json.links as { self: string }).self}/result`);
    expect(JSON.parse(result.text)).toEqual(run.json.result);
    expect(result.headers.get('etag')).toBe(`"${run.json.resultSha256}"`);
  });

  it('does not compute the same document twice, however it is written', async () => {
    const first = await submitted('once');
    const resolved = (await call('/v1/experiments?dryRun=true', { body: experiment('once') })).json.document;
    const again = await call('/v1/experiments', { body: resolved });
    expect([again.status, again.headers.get('location')]).toEqual([200, first]);
    await ended(first);
    const forced = await call('/v1/experiments?force=true', { body: experiment('once') });
    expect(forced.status).toBe(202);
    const repeated = await ended(String(forced.headers.get('location')));
    expect(repeated.json.resultSha256).toBe((await call(first)).json.resultSha256);
  });

  it('only checks on a dry run', async () => {
    const reply = await call('/v1/experiments?dryRun=true', { body: experiment('dry') });
    expect(reply.json).toMatchObject({
      ok: true,
      existingRun: null,
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await call('/v1/runs?name=dry')).json.items).toEqual([]);
  });

  it.each([
    [
      'EP that does not divide',
      { workload: { preset: 'deepseek-v3', parallelism: { expert: 60 } } },
      422,
      '/workload/parallelism/expert',
    ],
    [
      'a stage that needs more than 80 GB',
      { workload: { preset: 'deepseek-v3', parallelism: { pipeline: 4 } } },
      422,
      '/workload/parallelism',
    ],
    ['an unknown key', { clutser: {} }, 422, '/clutser'],
    ['an unknown preset', { cluster: { preset: 'h800-2048-mptf' } }, 422, '/cluster/preset'],
    ['a text for a number', { seed: '8' }, 422, '/seed'],
    ['a negative count', { seed: -1 }, 422, '/seed'],
    ['a number beyond 2^53', { seed: 2 ** 53 + 2 }, 400, '/seed'],
    ['a subnormal number', { seed: 5e-324 }, 400, '/seed'],
    ['1e308', { seed: 1e308 }, 400, '/seed'],
  ])('refuses %s, says where, and how to correct it', async (_, more, status, path) => {
    const reply = await call('/v1/experiments', { body: experiment('bad', more) });
    expectProblem(reply, status, path);
    expect((reply.json.issues as { hint: string }[]).every(({ hint }) => hint !== '')).toBe(true);
  });

  it.each([
    ['-0', '{"seed":-0}', 400],
    ['an infinite number', '{"seed":1e999}', 400],
    ['NaN', '{"seed":NaN}', 400],
    ['half a document', '{"seed":', 400],
    ['nothing', '', 400],
    ['a list', '[]', 422],
    ['a list in a list', '[[{}]]', 422],
    ['text', '"x"', 422],
    ['null', 'null', 422],
    ['nesting of 2,500 objects', '{"a":'.repeat(2500) + '1' + '}'.repeat(2500), 400],
    ['nesting of 2,000 lists', '['.repeat(2000) + ']'.repeat(2000), 400],
    ['nesting of 65', '['.repeat(65) + ']'.repeat(65), 400],
    ['__proto__', '{"__proto__":{"polluted":1}}', 400],
    ['constructor.prototype', '{"constructor":{"prototype":{"polluted":1}}}', 400],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString('latin1'), 422],
    ['a body of 10 MB', JSON.stringify({ name: 'x'.repeat(10_000_000) }), 413],
  ])('refuses %s', async (_, body, status) => {
    expectProblem(
      await call('/v1/experiments', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      }),
      status,
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses bodies that are not JSON', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ]) {
      expectProblem(
        await call('/v1/experiments', { method: 'POST', body: 'a=1', headers: { 'content-type': type } }),
        415,
      );
    }
  });

  it('gives the first answer to every repeat with the same key', async () => {
    const headers = { 'idempotency-key': 'abc-1' };
    const first = await call('/v1/experiments', { body: experiment('keyed'), headers });
    const repeat = (): Promise<Reply> => call('/v1/experiments', { body: experiment('keyed'), headers });
    const [second, third] = await Promise.all([repeat(), repeat()]);
    expect([first.status, second.status, third.status]).toEqual([202, 202, 202]);
    expect([second.text, third.text]).toEqual([first.text, first.text]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expectProblem(await call('/v1/experiments', { body: experiment('other'), headers }), 422);
    expectProblem(
      await call('/v1/experiments', {
        body: experiment('other'),
        headers: { 'idempotency-key': 'x'.repeat(300) },
      }),
      400,
    );
    expectProblem(
      await call('/v1/experiments', { body: { kind: 'Nothing' }, headers: { 'idempotency-key': 'abc-2' } }),
      422,
    );
    expect(
      (await call('/v1/experiments', { body: experiment('mended'), headers: { 'idempotency-key': 'abc-2' } }))
        .status,
    ).toBe(202);
  });
});

describe('runs', () => {
  it('are listed by pages, filtered and sorted by white list', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `listed-${index}`);
    for (const name of names) await ended(await submitted(name));
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const page = await call(
        '/v1/runs?limit=3&sort=createdAt&state=succeeded' +
          (cursor === null ? '' : `&cursor=${String(cursor)}`),
      );
      seen.push(...(page.json.items as { name: string }[]).map(({ name }) => name));
      cursor = page.json.next;
    } while (cursor !== null);
    expect(seen.filter((name) => name.startsWith('listed-'))).toEqual(names);
    expect(new Set(seen.filter((name) => name.startsWith('listed-'))).size).toBe(7);
    for (const sort of ['-createdAt', 'mfuCausal', '-stepTimeS', 'finishedAt']) {
      const first = await call(`/v1/runs?limit=2&sort=${sort}`);
      const second = await call(`/v1/runs?limit=2&sort=${sort}&cursor=${String(first.json.next)}`);
      expect(second.status).toBe(200);
      const ids = [...(first.json.items as { id: string }[]), ...(second.json.items as { id: string }[])].map(
        ({ id }) => id,
      );
      expect(new Set(ids).size).toBe(4);
    }
  });

  it.each([
    ['limit=0', '/query/limit'],
    ['limit=1;drop', '/query/limit'],
    ['limit=501', '/query/limit'],
    ['sort=id', '/query/sort'],
    [`sort=${encodeURIComponent('createdAt; DROP TABLE run')}`, '/query/sort'],
    ['state=done', '/query/state'],
    ['state=failed&state=queued', '/query/state'],
    ['cursor=abc', '/query/cursor'],
    [`cursor=${Buffer.from('["mfuCausal",1,"x"]').toString('base64url')}`, '/query/cursor'],
    ['offset=3', '/query/offset'],
    ['__proto__=1', '/query/__proto__'],
    ['name=%00', '/query/name'],
  ])('refuse ?%s', async (query, path) => {
    expectProblem(await call(`/v1/runs?${query}`), 400, path);
  });

  it('treat quotes in a filter as text', async () => {
    const reply = await call(`/v1/runs?name=${encodeURIComponent(`' OR 1=1 --`)}`);
    expect([reply.status, reply.json.items]).toEqual([200, []]);
  });

  it.each(['nothing', 'run-1', '..%2f..%2fetc%2fpasswd', '%252e%252e%252f', 'run-%00', '%ff'])(
    'know no run %s',
    async (id) => {
      for (const path of [
        `/v1/runs/${id}`,
        `/v1/runs/${id}/result`,
        `/v1/runs/${id}/trace`,
        `/v1/runs/${id}/report`,
        `/v1/runs/${id}/events`,
      ]) {
        const reply = await call(path);
        expect([400, 404]).toContain(reply.status);
        expectProblem(reply, reply.status);
      }
    },
  );

  it('are cancelled at once and for good, and can be retried', async () => {
    const location = await submitted('fake-answer-1400');
    await waitUntil(async () => (await call(location)).json.state === 'running', 'it runs');
    const cancelled = await call(`${location}/cancel`, { method: 'POST' });
    expect([cancelled.status, cancelled.json.state]).toEqual([200, 'cancelled']);
    expectProblem(await call(`${location}/result`), 409);
    const again = await call(`${location}/retry`, { method: 'POST' });
    expect(again.status).toBe(202);
    expect((await ended(String(again.headers.get('location')))).json.state).toBe('succeeded');
    expect((await call(location)).json.state).toBe('cancelled');
    expectProblem(await call(`${String(again.headers.get('location'))}/retry`, { method: 'POST' }), 409);
  });

  it('are deleted once they have ended, and an equal one is computed again', async () => {
    const location = await submitted('fake-spin-60000');
    expectProblem(await call(location, { method: 'DELETE' }), 409);
    await call(`${location}/cancel`, { method: 'POST' });
    expect((await call(location, { method: 'DELETE' })).status).toBe(204);
    expectProblem(await call(location), 404);
    expectProblem(await call(location, { method: 'DELETE' }), 404);
    const first = await submitted('deleted-and-again');
    await ended(first);
    expect((await call(first, { method: 'DELETE' })).status).toBe(204);
    expect(await submitted('deleted-and-again')).not.toBe(first);
  });

  it('group failures by cause', async () => {
    const failed = await ended(await submitted('fake-throw-1'));
    await ended(await submitted('fake-throw-2'));
    expect(failed.json).toMatchObject({
      state: 'failed',
      failure: { code: 'crashed', message: 'the poison took effect' },
      summary: null,
      result: null,
    });
    const summary = await call('/v1/runs/summary');
    expect(summary.json).toMatchObject({ states: { failed: 2 }, failures: [{ code: 'crashed', count: 2 }] });
  });

  it('answer 304 to a client that has seen the latest', async () => {
    const location = await submitted('polled');
    const seen = await ended(location);
    const again = await call(location, { headers: { 'if-none-match': String(seen.headers.get('etag')) } });
    expect([again.status, again.text, again.headers.get('content-length')]).toEqual([304, '', null]);
  });
});

describe('events', () => {
  it('come numbered, resume after any number, and end with the run', async () => {
    const location = await submitted('fake-answer-1300');
    const early = await follow(server.url, `${location}/events`, {}, (events) => events.length >= 2);
    expect(early.map(({ id, event }) => [id, event]).slice(0, 2)).toEqual([
      [1, 'queued'],
      [2, 'running'],
    ]);
    const rest = await follow(server.url, `${location}/events`, { 'last-event-id': '2' });
    const whole = await follow(server.url, `${location}/events`);
    expect(rest).toEqual(whole.slice(2));
    expect(whole.map(({ id }) => id)).toEqual(whole.map((_, index) => index + 1));
    expect(whole.at(-1)?.event).toBe('succeeded');
    const polled = await call(`${location}/history`);
    expect(polled.json.items).toEqual(whole.map(({ data }) => data));
    expect(
      (await fetch(`${server.url}${location}/events`, { headers: { 'last-event-id': String(whole.length) } }))
        .status,
    ).toBe(204);
  });

  it('answer a HEAD at once, though the run goes on', async () => {
    const location = await submitted('fake-answer-1450');
    const reply = await fetch(`${server.url}${location}/events`, { method: 'HEAD' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect((await call(location)).json.finishedAt).toBeNull();
    await ended(location);
  });

  it('leave nothing behind when 200 clients go away', async () => {
    const location = await submitted('fake-answer-1200');
    await Promise.all(
      Array.from({ length: 200 }, () =>
        follow(server.url, `${location}/events`, {}, (events) => events.length >= 1),
      ),
    );
    await waitUntil(
      async () => /railyard_event_streams 0\n/.test((await call('/metrics')).text),
      'all streams closed',
    );
    await ended(location);
  });
});

describe('definitions', () => {
  const cluster = { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' };

  it('are kept in versions that cannot overwrite one another', async () => {
    const made = await call('/v1/clusters', { body: { name: 'mine', document: cluster } });
    expect([made.status, made.headers.get('location'), made.json.version]).toEqual([
      201,
      '/v1/clusters/mine',
      1,
    ]);
    const tag = String(made.headers.get('etag'));
    expectProblem(await call('/v1/clusters', { body: { name: 'mine', document: cluster } }), 409);
    expectProblem(await call('/v1/clusters/mine', { method: 'PUT', body: cluster }), 428);
    const other = { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mrft' };
    const edited = await call('/v1/clusters/mine', {
      method: 'PUT',
      body: other,
      headers: { 'if-match': tag },
    });
    expect([edited.status, edited.json.version]).toEqual([200, 2]);
    expectProblem(
      await call('/v1/clusters/mine', { method: 'PUT', body: cluster, headers: { 'if-match': tag } }),
      412,
    );
    expectProblem(
      await call('/v1/clusters/mine', { method: 'PUT', body: cluster, headers: { 'if-match': '"x"' } }),
      412,
    );
    expect((await call('/v1/clusters/mine?version=1')).json.hash).toBe(made.json.hash);
    const absent = await call('/v1/clusters/mine?version=3');
    expectProblem(absent, 404);
    expect(absent.json.detail).toContain('no version 3');
    const latest = await call('/v1/clusters/mine');
    expect(latest.json.version).toBe(2);
    expect(
      (await call('/v1/clusters/mine', { headers: { 'if-none-match': String(latest.headers.get('etag')) } }))
        .status,
    ).toBe(304);
  });

  it('take If-Match as HTTP means it', async () => {
    const document = (nodes: number): object => ({ ...cluster, nodes });
    const made = await call('/v1/clusters', { body: { name: 'matched', document: document(8) } });
    const tag = String(made.headers.get('etag'));
    const edit = (match: string, nodes: number): Promise<Reply> =>
      call('/v1/clusters/matched', { method: 'PUT', body: document(nodes), headers: { 'if-match': match } });
    for (const match of [`W/${tag}`, 'junk', '"1-0000000000000000"', ''])
      expectProblem(await edit(match, 16), 412, '/headers/if-match');
    expect((await edit(`"x", ${tag}`, 16)).json.version).toBe(2);
    expect((await edit('*', 32)).json.version).toBe(3);
    expectProblem(
      await call('/v1/clusters/unmade', { method: 'PUT', body: document(8), headers: { 'if-match': '*' } }),
      404,
    );
    expectProblem(
      await call('/v1/clusters/matched', { method: 'DELETE', headers: { 'if-match': tag } }),
      412,
      '/headers/if-match',
    );
    // Created again it is version 1, of another content: the old tag does not fit.
    expect(
      (await call('/v1/clusters/matched', { method: 'DELETE', headers: { 'if-match': '*' } })).status,
    ).toBe(204);
    await call('/v1/clusters', { body: { name: 'matched', document: document(64) } });
    expectProblem(await edit(tag, 16), 412);
    expect((await call('/v1/clusters/matched', { method: 'DELETE' })).status).toBe(204);
  });

  it('stand in for presets in an experiment', async () => {
    const byName = await call('/v1/experiments?dryRun=true', {
      body: experiment('x', { cluster: { definition: 'mine', version: 1 } }),
    });
    const byPreset = await call('/v1/experiments?dryRun=true', { body: experiment('x') });
    expect(byName.json.id).toBe(byPreset.json.id);
    expectProblem(
      await call('/v1/experiments', { body: experiment('x', { cluster: { definition: 'nobodys' } }) }),
      422,
      '/cluster/definition',
    );
    expectProblem(
      await call('/v1/experiments', {
        body: experiment('x', { cluster: { definition: 'mine', version: 9 } }),
      }),
      422,
      '/cluster/definition',
    );
  });

  it('are listed by pages and removed', async () => {
    for (const name of ['a', 'b', 'c'])
      await call('/v1/workloads', {
        body: { name, document: { apiVersion: 'railyard/v1', kind: 'Workload', preset: 'deepseek-v3' } },
      });
    const first = await call('/v1/workloads?limit=2');
    const second = await call(`/v1/workloads?limit=2&cursor=${String(first.json.next)}`);
    const names = [first, second].flatMap(({ json }) =>
      (json.items as { name: string }[]).map(({ name }) => name),
    );
    expect([names, second.json.next]).toEqual([['a', 'b', 'c'], null]);
    expect((await call('/v1/workloads/a', { method: 'DELETE' })).status).toBe(204);
    expectProblem(await call('/v1/workloads/a'), 404);
    expectProblem(await call('/v1/workloads/a', { method: 'DELETE' }), 404);
  });

  it.each([
    [{ name: 'Bad Name', document: cluster }, '/name'],
    [{ name: '../x', document: cluster }, '/name'],
    [{ name: 'x' }, '/document'],
    [{ name: 'x', document: { ...cluster, nodes: -1 } }, '/document/nodes'],
    [{ name: 'x', document: cluster, more: 1 }, '/more'],
  ])('are refused when they are not sound: %j', async (body, path) => {
    expectProblem(await call('/v1/clusters', { body }), 422, path);
  });
});

describe("the catalog and the operator's addresses", () => {
  it('say what there is', async () => {
    const presets = await call('/v1/presets?kind=experiment');
    expect((presets.json.items as { name: string }[]).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['deepseek-v3-mpft', 'deepseek-v3-mrft']),
    );
    expect((await call('/v1/presets/cluster/h800-2048-mpft')).json).toHaveProperty('body');
    expect((await call('/v1/schemas/experiment')).json).toHaveProperty('properties');
    expectProblem(await call('/v1/presets/cluster/none'), 404);
    expectProblem(await call('/v1/presets?kind=nothing'), 400, '/query/kind');
    expectProblem(await call('/v1/nothing'), 404);
    expectProblem(await call('/v1/reports/table4'), 404);
  });

  it('compress what is long where the client takes it, and nothing that was sent', async () => {
    const sizeOf = async (encoding: string): Promise<[string | null, number]> => {
      const response = await fetch(`${server.url}/v1/presets`, {
        headers: { 'accept-encoding': encoding },
      });
      return [response.headers.get('content-encoding'), (await response.text()).length];
    };
    const [[packed, length], [plain, same]] = [await sizeOf('gzip'), await sizeOf('identity')];
    expect([packed, plain]).toEqual(['gzip', null]);
    expect(length).toBe(same);
    expectProblem(
      await call('/v1/experiments', { body: experiment('packed'), headers: { 'content-encoding': 'gzip' } }),
      415,
    );
    expect(
      (await call('/health/live', { headers: { 'accept-encoding': 'gzip' } })).headers.get('vary'),
    ).toMatch(/accept-encoding/i);
  });

  it('probe, count and describe', async () => {
    expect((await call('/health/live')).json).toEqual({ status: 'ok' });
    expect((await call('/health/ready')).json).toEqual({
      status: 'ok',
      checks: { database: 'ok', queue: 'ok' },
    });
    expect((await call('/metrics')).text).toMatch(/railyard_jobs\{state="waiting"\} \d/);
    const page = await call('/docs');
    expect([page.status, page.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
  });

  it('count what the dashboard shows', async () => {
    const { text } = await call('/metrics');
    const shown =
      readFileSync(join(import.meta.dirname, '../../docs/grafana-dashboard.json'), 'utf8').match(
        /\b(railyard|nodejs)_[a-z0-9_]+/g,
      ) ?? [];
    // The runners' own counter is not of this process; histograms are asked for by their buckets.
    const expected = [...new Set(shown)].filter((name) => name !== 'railyard_runner_total');
    expect(expected.length).toBeGreaterThan(8);
    for (const name of expected) expect(text).toContain(`# TYPE ${name.replace(/_bucket$/, '')} `);
  });

  it('describe exactly the routes that there are', async () => {
    const { paths } = (await call('/openapi.json')).json as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'DELETE /v1/clusters/{name}',
      'DELETE /v1/runs/{id}',
      'DELETE /v1/sweeps/{id}',
      'DELETE /v1/views/{name}',
      'DELETE /v1/workloads/{name}',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /v1/accuracy/report',
      'GET /v1/clusters',
      'GET /v1/clusters/{name}',
      'GET /v1/compare',
      'GET /v1/experiments/{id}',
      'GET /v1/presets',
      'GET /v1/presets/{kind}/{name}',
      'GET /v1/reports/table4',
      'GET /v1/reproductions/{artifact}/report',
      'GET /v1/runs',
      'GET /v1/runs/summary',
      'GET /v1/runs/{id}',
      'GET /v1/runs/{id}/events',
      'GET /v1/runs/{id}/history',
      'GET /v1/runs/{id}/report',
      'GET /v1/runs/{id}/result',
      'GET /v1/runs/{id}/trace',
      'GET /v1/schemas/{kind}',
      'GET /v1/sweeps',
      'GET /v1/sweeps/{id}',
      'GET /v1/sweeps/{id}/document',
      'GET /v1/sweeps/{id}/events',
      'GET /v1/sweeps/{id}/report',
      'GET /v1/sweeps/{id}/runs',
      'GET /v1/views',
      'GET /v1/views/{name}',
      'GET /v1/workloads',
      'GET /v1/workloads/{name}',
      'POST /v1/clusters',
      'POST /v1/experiments',
      'POST /v1/faults/check',
      'POST /v1/faults/fit',
      'POST /v1/faults/read',
      'POST /v1/layers',
      'POST /v1/network',
      'POST /v1/network/compare',
      'POST /v1/network/cost',
      'POST /v1/network/jobs',
      'POST /v1/network/traffic',
      'POST /v1/profiles',
      'POST /v1/profiles/difference',
      'POST /v1/profiles/ranks',
      'POST /v1/reports/table4',
      'POST /v1/reproductions/{artifact}',
      'POST /v1/runs/{id}/cancel',
      'POST /v1/runs/{id}/retry',
      'POST /v1/schedules',
      'POST /v1/serving',
      'POST /v1/studies/advice',
      'POST /v1/studies/costs',
      'POST /v1/studies/curve',
      'POST /v1/sweeps',
      'POST /v1/sweeps/{id}/cancel',
      'POST /v1/sweeps/{id}/retry-failed',
      'POST /v1/topology',
      'POST /v1/workloads',
      'PUT /v1/clusters/{name}',
      'PUT /v1/views/{name}',
      'PUT /v1/workloads/{name}',
    ]);
    for (const line of described) {
      const [method = '', path = ''] = line.split(' ');
      const reply = await call(
        path
          .replace('{id}', 'x')
          .replace('{name}', 'x')
          .replace(/\{kind\}|\{artifact\}/, 'x'),
        {
          method,
          ...(method === 'PUT' || method === 'POST' ? { body: {} } : {}),
        },
      );
      // A route that did not exist would be a 404 that names the address.
      expect(reply.json.detail ?? '').not.toMatch(/^There is no (GET|POST|PUT|DELETE) /);
    }
  });
});

describe('keys', () => {
  it('are needed beyond loopback, scoped, and keep tenants apart', async () => {
    const file = join(folder.path, 'keys.db');
    const locked = { ...settings, databaseFile: file, host: '0.0.0.0' };
    await expect(startServer(locked)).rejects.toThrow(/there is no API key/);
    const storage = await openStorage({ database: { file } });
    const { apiKeys } = storage.records;
    const alice = await apiKeys.create({ tenant: 'alice', name: 'all', scopes: ['read', 'write'] });
    const reader = await apiKeys.create({ tenant: 'alice', name: 'reader', scopes: ['read'] });
    const bob = await apiKeys.create({ tenant: 'bob', name: 'all', scopes: ['read', 'write'] });
    const expired = await apiKeys.create({
      tenant: 'bob',
      name: 'old',
      scopes: ['read'],
      expiresAtMs: Date.now() - 1,
    });
    const revoked = await apiKeys.create({ tenant: 'bob', name: 'gone', scopes: ['read'] });
    expect(await apiKeys.revoke(revoked.id)).toBe(true);
    const stored = JSON.stringify(await storage.database.read.rows('SELECT * FROM "api_key"'));
    for (const { secret } of [alice, reader, bob]) expect(stored).not.toContain(secret);
    const other = await startServer(locked);
    const as =
      (secret?: string) =>
      (path: string, options: Parameters<typeof callAt>[2] = {}) =>
        callAt(other.url.replace('0.0.0.0', '127.0.0.1'), path, {
          ...options,
          headers: {
            ...options.headers,
            ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
          },
        });
    for (const secret of [
      undefined,
      'ry_wrong_but_long_enough',
      expired.secret,
      revoked.secret,
      `${alice.secret}x`,
    ]) {
      const refused = await as(secret)('/v1/runs');
      expectProblem(refused, 401);
      expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expectProblem(await as(reader.secret)('/v1/experiments', { body: experiment('theirs') }), 403);
    const made = await as(alice.secret)('/v1/experiments', { body: experiment('theirs') });
    expect(made.status).toBe(202);
    const location = String(made.headers.get('location'));
    expect((await as(reader.secret)(location)).status).toBe(200);
    for (const path of [
      location,
      `${location}/result`,
      `${location}/events`,
      `/v1/experiments/${String(made.json.experimentId)}`,
    ])
      expectProblem(await as(bob.secret)(path), 404);
    expectProblem(await as(bob.secret)(`${location}/cancel`, { method: 'POST' }), 404);
    expect((await as(bob.secret)('/v1/runs')).json.items).toEqual([]);
    expect((await as()('/health/ready')).status).toBe(200);
    expectProblem(await as()('/metrics'), 401);
    await other.close();
    await storage.close();
  });

  it('are limited in requests and in waiting runs', async () => {
    const limited = await startServer({
      ...settings,
      databaseFile: join(folder.path, 'limits.db'),
      requestsPerMinute: 20,
      maxLiveRuns: 2,
    });
    const submit = (name: string): Promise<Reply> =>
      callAt(limited.url, '/v1/experiments', { body: experiment(name) });
    const [first] = await Promise.all([submit('fake-answer-5300'), submit('fake-answer-5310')]);
    expectProblem(await submit('third'), 429);
    const cancelled = String(first.headers.get('location'));
    await callAt(limited.url, `${cancelled}/cancel`, { method: 'POST' });
    expect((await submit('fake-answer-5320')).status).toBe(202);
    // A run that comes back takes a place like a new one.
    expectProblem(await callAt(limited.url, `${cancelled}/retry`, { method: 'POST' }), 429);
    expectProblem(await callAt(limited.url, '/v1/reports/table4', { method: 'POST' }), 429);
    const replies = await Promise.all(Array.from({ length: 30 }, () => callAt(limited.url, '/v1/presets')));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    // The limit is the caller's, not the route's.
    expectProblem(await callAt(limited.url, '/v1/runs'), 429);
    const first429 = elementAt(refused, 0);
    expectProblem(first429, 429);
    expect(Number(first429.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await callAt(limited.url, '/health/live')).status).toBe(200);
    await limited.close();
  });

  it.each([
    { port: 70_000 },
    { redisUrl: 'http://x' },
    { databaseUrl: 'mysql://x' },
    { threads: 0 },
    { nonsense: 1 },
    { logLevel: 'loud' },
  ])('bad settings are refused: %j', async (bad) => {
    await expect(startServer({ ...settings, ...bad } as never)).rejects.toMatchObject({
      name: 'InvalidConfigError',
    });
  });
});

describe('odd requests', () => {
  it('with a method that the address does not take are answered with those that it takes', async () => {
    const run = await submitted('methods');
    for (const [path, method, allow] of [
      ['/v1/runs', 'PUT', 'GET, HEAD'],
      [run, 'PUT', 'DELETE, GET, HEAD'],
      [`${run}/cancel`, 'GET', 'POST'],
      ['/v1/clusters/x', 'POST', 'DELETE, GET, HEAD, PUT'],
    ] as const) {
      const reply = await call(path, { method });
      expectProblem(reply, 405);
      expect(reply.headers.get('allow')).toBe(allow);
    }
    for (const path of ['/v1/none', '/v1/runs/', '/v1/runs/a/b/c'])
      expectProblem(await call(path, { method: 'PUT' }), 404);
  });

  it('with parameters where there are none are refused, and nothing is done', async () => {
    const run = await submitted('fake-answer-1500');
    for (const path of [`${run}/cancel`, `${run}/retry`, '/v1/clusters', '/v1/network', '/v1/reports/table4'])
      expectProblem(await call(`${path}?dryRun=true`, { method: 'POST', body: {} }), 400, '/query/dryRun');
    for (const path of [
      `${run}/cancel`,
      `${run}/retry`,
      '/v1/sweeps/x/cancel',
      '/v1/sweeps/x/retry-failed',
      '/v1/reports/table4',
    ])
      expectProblem(await call(path, { body: { dryRun: true } }), 400, '/dryRun');
    for (const body of ['[]', '"cancel"', '0', '[{}]'])
      expectProblem(await call(`${run}/cancel`, { body }), 400, '');
    expectProblem(
      await call('/v1/clusters/none', { method: 'DELETE', body: { version: 1 } }),
      400,
      '/version',
    );
    for (const path of [
      run,
      `${run}/result`,
      '/v1/runs/summary',
      '/v1/presets/cluster/a100-512',
      '/v1/schemas/sweep',
    ])
      expectProblem(await call(`${path}?x=1`), 400, '/query/x');
    expect((await ended(run)).json.state).toBe('succeeded');
    for (const body of [undefined, {}])
      expect((await call(`${run}/cancel`, { method: 'POST', body })).status).toBe(200);
    expect((await call('/health/live?x=1')).status).toBe(200);
  });

  it(
    'with keys that stand twice, or bodies that are not plain JSON, are refused with their ' + 'place',
    async () => {
      const send = (text: string, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(`${server.url}/v1/experiments?dryRun=true`, {
          method: 'POST',
          body: text,
          headers: { 'content-type': 'application/json', ...headers },
        });
      const plain = JSON.stringify(experiment('plain'));
      expect(
        (
          await send(plain, {
            'content-type': 'application/json; charset="UTF-8"',
            'content-encoding': 'identity',
          })
        ).status,
      ).toBe(200);
      for (const [reply, status, path] of [
        [await send(plain.replace('{', '{"kind":"Sweep",')), 400, '/kind'],
        [await send(plain, { 'content-encoding': 'gzip' }), 415, '/headers/content-encoding'],
        [
          await send(plain, { 'content-type': 'application/json; charset=latin1' }),
          415,
          '/headers/content-type',
        ],
      ] as const) {
        expect(reply.status).toBe(status);
        expect(await reply.json()).toMatchObject({ issues: [{ path, hint: expect.stringMatching(/\w/) }] });
      }
    },
  );

  it('with texts that not every database can hold are refused with their place', async () => {
    for (const text of ['a\u0000b', '\ud800', 'x\udfff']) {
      expectProblem(await call('/v1/experiments', { body: experiment(text) }), 400, '/name');
      expectProblem(
        await call('/v1/clusters', { body: { name: 'n', document: { [text]: 1 } } }),
        400,
        '/document',
      );
      expectProblem(
        await call('/v1/sweeps', { body: { name: 'x', parameters: { seed: { values: [1, text] } } } }),
        400,
        '/parameters/seed/values/1',
      );
    }
    expect((await call('/v1/experiments?dryRun=true', { body: experiment('Zug \u{1f686}') })).status).toBe(
      200,
    );
  });

  it('with a cursor of another list, or one that was made up, are refused', async () => {
    await submitted('page-of-cursor-1');
    await submitted('page-of-cursor-2');
    const { next } = (await call('/v1/runs?limit=1&sort=createdAt')).json as { next: string };
    const forged = (parts: readonly unknown[]): string =>
      Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const path of [
      `/v1/sweeps?cursor=${next}`,
      `/v1/clusters?cursor=${next}`,
      `/v1/runs?sort=finishedAt&cursor=${next}`,
      ...[1.5, 1e300, '1', null].map(
        (value) => `/v1/runs?sort=createdAt&cursor=${forged(['createdAt', value, 'run-x'])}`,
      ),
      `/v1/runs?sort=mfuCausal&cursor=${forged(['mfuCausal', 1, 'x\u0000'])}`,
      `/v1/clusters?cursor=${forged(['cluster', 'x', 'x\u0000'])}`,
      `/v1/sweeps?cursor=${forged(['sweeps', 1, '\u0000'])}`,
    ]) {
      expectProblem(await call(path), 400, '/query/cursor');
    }
  });

  it('come back with a hint, each of them', async () => {
    const replies = [
      await call('/v1/runs?limit=0'),
      await call('/v1/runs?state='),
      await call('/v1/runs?sort=x'),
      await call('/v1/runs?limit=1&limit=2'),
      await call(`/v1/runs/${'a'.repeat(300)}`),
      await call('/v1/runs/%ff'),
      await call('/v1/experiments?dryRun=1', { body: {} }),
      await call('/v1/clusters/none'),
      await call('/v1/clusters/none', { method: 'PUT', body: {} }),
    ];
    for (const reply of replies) {
      const issues = reply.json.issues as { hint: string }[];
      expect([reply.status >= 400 && reply.status < 500, issues.length]).toEqual([true, expect.any(Number)]);
      expect(issues.map(({ hint }) => hint)).not.toContain('');
      expect(issues).not.toEqual([]);
    }
  });
});
