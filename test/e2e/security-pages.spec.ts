/**
 * A service that asks for no keys is called by programs of its machine and by its own pages alone: neither
 * DNS rebinding nor a post from another site reaches it.
 */
import { request } from 'node:http';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { temporaryFolder } from '../support/harness.js';
import { call } from '../support/http.js';
import { experimentOf } from '../support/reliability.js';

const folder = temporaryFolder();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({
    databaseFile: join(folder.path, 'a.db'),
    port: 0,
    threads: 1,
    logLevel: 'silent',
  });
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

/** With headers that no `fetch` may set. */
function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<{ readonly status: number; readonly type: string; readonly text: string }> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers: all }, (response) => {
      let read = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => (read += part))
        .on('end', () => {
          const { statusCode = 0, headers: answered } = response;
          resolve({ status: statusCode, type: answered['content-type'] ?? '', text: read });
        });
    });
    sent.on('error', reject).end(text);
  });
}

const ROUTES = [
  ['POST', '/v1/experiments'],
  ['POST', '/v1/experiments?dryRun=true'],
  ['POST', '/v1/runs/run-1/cancel'],
  ['GET', '/v1/runs'],
  ['GET', '/openapi.json'],
  ['GET', '/docs'],
  ['GET', '/metrics'],
  ['GET', '/nothing'],
  ['GET', '/'],
] as const;

it.each(ROUTES)('%s %s is refused to pages of other sites', async (method, path) => {
  const body = method === 'POST' ? experimentOf(1) : undefined;
  const own = new URL(server.url).host;
  for (const [headers, code] of [
    [{ host: 'rebound.example:3000' }, 'foreign-host'],
    [{ host: 'rebound.example', origin: 'http://rebound.example' }, 'foreign-host'],
    [{ host: own, origin: 'https://evil.example' }, 'foreign-origin'],
    [{ host: own, origin: 'null' }, 'foreign-origin'],
  ] as const) {
    const { status, type, text } = await send(method, path, headers, body);
    expect([status, type]).toEqual([403, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(text)).toMatchObject({
      type: `urn:railyard:problem:${code}`,
      instance: expect.any(String),
    });
  }
  expect((await call(server.url, '/v1/runs')).json).toMatchObject({ items: [] });
});

it('pages of the service and programs are served', async () => {
  const { host, port } = new URL(server.url);
  for (const headers of [
    { host, origin: server.url },
    { host: `localhost:${port}`, origin: `http://localhost:${port}` },
    { host: `localhost:${port}` },
  ])
    expect((await send('POST', '/v1/experiments?dryRun=true', headers, experimentOf(1))).status).toBe(200);
});
