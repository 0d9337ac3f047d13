/**
 * RELIABILITY S4 and S6: nothing that is sent makes the service or a runner call anybody, or gives every
 * object a new property.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { redisServerAvailable } from '../../tools/redis-for-tests.mjs';
import { say } from '../support/figures.js';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';
import { Yard, experimentOf } from '../support/reliability.js';
import { leavesOf, replaced, routesOf, withParameter } from '../support/routes.js';

const ROOT = join(import.meta.dirname, '../..');
const WATCHED = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, '../support/watched.mjs')).href}`,
};
const outboundOf = (process: Started): string[] =>
  process
    .log()
    .split('\n')
    .filter((line) => line.startsWith('outbound: '));

async function pollutionOf(process: Started): Promise<unknown> {
  process.process.kill('SIGUSR2');
  await waitUntil(() => process.log().includes('polluted: '), 'it answers');
  return JSON.parse(/polluted: (.*)/.exec(process.log())?.[1] ?? 'null') as unknown;
}

/** Counts who comes. */
async function trap(): Promise<{ readonly address: string; visits(): number; close(): void }> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return { address: `127.0.0.1:${port}`, visits: () => visits, close: () => void server.close() };
}

it(
  'S6: no document, name, parameter or header with an address in it makes the service call ' + 'anybody',
  async () => {
    const folder = temporaryFolder();
    const trapped = await trap();
    const api = await start('api', { ...WATCHED, RAILYARD_DATABASE: join(folder.path, 'a.db') });
    const callback = `http://${trapped.address}/x`;
    const addresses = [
      callback,
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      `//${trapped.address}/x`,
      `redis://${trapped.address}`,
      'https://example.com/cluster.yaml',
    ];
    const headers = {
      referer: callback,
      'x-forwarded-host': trapped.address,
      'x-callback-url': callback,
      link: `<${callback}>; rel="webhook"`,
    };
    const { document } = (await call(api.url, '/v1/experiments?dryRun=true', { body: experimentOf(1) })).json;
    let sent = 0;
    const send = async (path: string, options: Parameters<typeof call>[2]): Promise<void> => {
      sent += 1;
      expect(
        (await call(api.url, path, { ...options, headers: { ...headers, ...options?.headers } })).status,
      ).toBeLessThan(500);
    };
    for (const [index, leaf] of leavesOf(document, 'string').entries()) {
      await send('/v1/experiments', { body: replaced(document, leaf, addresses[index % addresses.length]) });
    }
    for (const address of addresses) {
      for (const key of [
        '$ref',
        '$schema',
        'extends',
        'import',
        'include',
        'webhook',
        'callback',
        'url',
        'preset',
        'cluster',
        'workload',
      ]) {
        await send('/v1/experiments', { body: { ...experimentOf(1), [key]: address } });
        await send('/v1/sweeps', {
          body: {
            apiVersion: 'railyard/v1',
            kind: 'Sweep',
            preset: 'deepseek-v3-mpft',
            parameters: {},
            [key]: address,
          },
        });
      }
      await send('/v1/clusters', {
        body: { name: address, document: { apiVersion: 'railyard/v1', kind: 'Cluster', preset: address } },
      });
      await send('/v1/network', {
        body: { collective: 'all-reduce', cluster: address, gpus: 8, bytes: address },
      });
      for (const route of await routesOf(api.url)) {
        const path = withParameter(route, encodeURIComponent(address));
        const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : { callback: address };
        await send(route.method === 'GET' ? `${path}?url=${encodeURIComponent(address)}` : path, {
          method: route.method,
          body,
        });
      }
    }
    await waitUntil(
      async () =>
        Number(/railyard_jobs\{state="waiting"\} (\d+)/.exec((await call(api.url, '/metrics')).text)?.[1]) ===
        0,
      'what was accepted is computed',
    );
    say('S6', { requests: sent, outbound: outboundOf(api).length, visits: trapped.visits() });
    expect(outboundOf(api)).toEqual([]);
    expect(trapped.visits()).toBe(0);
    await api.end('SIGTERM');
    trapped.close();
    folder.remove();
  },
);

(redisServerAvailable() ? it : it.skip)(
  'S4, S6: with a Redis and a runner, both call that Redis alone, and neither is polluted',
  async () => {
    const yard = await Yard.open();
    const settings = { ...yard.settings, ...WATCHED };
    const [api, runner] = await Promise.all([start('api', settings), start('runner', settings)]);
    const { document } = (await call(api.url, '/v1/experiments?dryRun=true', { body: experimentOf(1) })).json;
    const reach = [
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '[{"__proto__":{"polluted":1}}]',
      '{"a":[[{"__proto__":{"polluted":1}}]]}',
    ];
    const inside = (text: string): string[] => [
      text,
      JSON.stringify(experimentOf(2)).replace(
        '{',
        `{${text.startsWith('{') ? `${text.slice(1, -1)},` : `"x":${text},`}`,
      ),
      JSON.stringify(document).replace('"cluster":{', `"cluster":{"x":${text},`),
      JSON.stringify({ name: 'x', document: 0 }).replace('0', text),
    ];
    let sent = 0;
    for (const body of reach.flatMap(inside)) {
      for (const path of [
        '/v1/experiments',
        '/v1/sweeps',
        '/v1/clusters',
        '/v1/workloads',
        '/v1/network',
        '/v1/network/cost',
      ]) {
        sent += 1;
        expect([400, 422]).toContain((await call(api.url, path, { method: 'POST', body })).status);
      }
    }
    for (const query of [
      '__proto__[polluted]=1',
      'constructor[prototype][polluted]=1',
      '__proto__.polluted=1',
      'name[__proto__][polluted]=1',
      '__proto__=1',
    ]) {
      sent += 1;
      expect((await call(api.url, `/v1/runs?${query}`)).status).toBe(400);
    }
    // A name is text: here the keys reach the runner.
    const location = String(
      (
        await call(api.url, '/v1/experiments', { body: { ...experimentOf(3), name: '__proto__' } })
      ).headers.get('location'),
    );
    await waitUntil(
      async () => (await call(api.url, location)).json.state === 'succeeded',
      'the runner computes it',
    );
    const pollution = [await pollutionOf(api), await pollutionOf(runner)];
    say('S4', { requests: sent, polluted: pollution.flat().length });
    expect(pollution).toEqual([[], []]);
    const port = new URL(yard.redis.url).port;
    for (const process of [api, runner]) {
      expect(outboundOf(process).length).toBeGreaterThan(0);
      expect(outboundOf(process).filter((line) => !line.includes(port))).toEqual([]);
    }
    await runner.end('SIGTERM');
    await api.end('SIGTERM');
    await yard.close();
  },
);

it('S5, S6: no source of the service can call anybody, and none of its routes can open a file', () => {
  const sources = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => join(folder, name));
  const matching = (folders: readonly string[], pattern: RegExp): string[] =>
    folders.flatMap(sources).filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')));
  // The client is for those who call the service: the service has nothing of it.
  const libraries = readdirSync(join(ROOT, 'libs'))
    .filter((name) => name !== 'client')
    .map((name) => `libs/${name}/src`);
  const modules = '(node:)?(https?|http2|tls|dns|dgram|undici|axios|got|node-fetch|ws|openapi-fetch)';
  const calls = '(?<![.\\w])fetch\\(|new (WebSocket|XMLHttpRequest|EventSource)\\(';
  const clients = new RegExp(`from '${modules}'|${calls}`);
  // The runner listens for its own metrics and calls nobody.
  expect(matching(['apps/api/src', 'apps/runner/src', ...libraries], clients)).toEqual([
    'apps/runner/src/operations-server.ts',
  ]);
  expect(matching(['apps/api/src', 'apps/runner/src', ...libraries], /@railyard\/client/)).toEqual([]);
  expect(readFileSync(join(ROOT, 'apps/runner/src/operations-server.ts'), 'utf8')).not.toMatch(
    /request\(|\.get\(|fetch\(/,
  );
  const files = matching(
    ['apps/api/src', 'libs/database/src/repositories'],
    /from '(node:)?(fs|fs\/promises|child_process)'/,
  );
  // The app's built files, the published runs that ship, and the probe's file next to the database: their
  // names come from no request.
  expect(files).toEqual([
    'apps/api/src/app-files.ts',
    'apps/api/src/accuracy/accuracy.worker.ts',
    'libs/database/src/repositories/write-probe.ts',
  ]);
  for (const file of files)
    expect(readFileSync(join(ROOT, file), 'utf8')).not.toMatch(/request|params|query|body/i);
});
