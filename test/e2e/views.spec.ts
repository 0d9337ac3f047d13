/** Views of the app under names, over HTTP: kept for a tenant, replaced by nobody who has not read them. */
import { join } from 'node:path';
import { temporaryFolder } from '../support/harness.js';
import { type Reply, call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';

jest.setTimeout(60_000);

const folder = temporaryFolder();
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'views.db'), RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const at = (name: string): string => `/v1/views/${encodeURIComponent(name)}`;
const put = (name: string, body: unknown, match?: string): Promise<Reply> =>
  call(service.url, at(name), {
    method: 'PUT',
    body,
    ...(match === undefined ? {} : { headers: { 'if-match': match } }),
  });
const tag = ({ headers }: Reply): string => String(headers.get('etag'));
const codesOf = ({ json }: Reply) =>
  (json.issues as { code: string; path: string }[]).map(({ code }) => code);

it('keeps a view under any name, and gives it back', async () => {
  const name = 'Leaf 3 / fällt aus?';
  const view = { screen: 'cluster', state: 'failed=%5B%22leaf%3A3%22%5D' };
  const kept = await put(name, view);
  expect([kept.status, kept.json]).toEqual([201, expect.objectContaining({ name, ...view, version: 1 })]);
  const read = await call(service.url, at(name));
  expect([read.status, read.json, tag(read)]).toEqual([200, kept.json, tag(kept)]);
  const seen = await call(service.url, at(name), { headers: { 'if-none-match': tag(read) } });
  expect(seen.status).toBe(304);
});

it('replaces it from the version that was read only', async () => {
  const first = await put('edited', { screen: 'job', state: 'gpus=8' });
  expect((await put('edited', { screen: 'job', state: 'gpus=16' })).status).toBe(428);
  const second = await put('edited', { screen: 'job', state: 'gpus=16' }, tag(first));
  expect([second.status, second.json.version]).toEqual([200, 2]);
  const late = await put('edited', { screen: 'job', state: 'gpus=32' }, tag(first));
  expect([late.status, codesOf(late)]).toEqual([412, ['stale']]);
  expect((await put('never kept', { screen: '', state: '' }, '*')).status).toBe(412);
  const raced = await Promise.all(
    Array.from({ length: 8 }, (_, i) => put('edited', { screen: 'job', state: `gpus=${i}` }, tag(second))),
  );
  expect(raced.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(raced.map(({ status }) => status))).toEqual(new Set([200, 412]));
});

it('lists views by name, page by page, and removes them', async () => {
  for (const name of ['z-1', 'z-2', 'z-3']) await put(name, { screen: '', state: '' });
  const names: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { json } = await call(
      service.url,
      `/v1/views?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    names.push(...(json.items as { name: string }[]).map(({ name }) => name));
    cursor = json.next as string | null;
  }
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(expect.arrayContaining(['z-1', 'z-2', 'z-3']));
  const gone = await call(service.url, at('z-1'), { method: 'DELETE', headers: { 'if-match': '"9-x"' } });
  expect(gone.status).toBe(412);
  expect((await call(service.url, at('z-1'), { method: 'DELETE' })).status).toBe(204);
  expect((await call(service.url, at('z-1'))).status).toBe(404);
  expect((await call(service.url, at('z-1'), { method: 'DELETE' })).status).toBe(404);
});

it.each([
  [{ state: '' }, ['/screen']],
  [{ screen: '../etc', state: '' }, ['/screen']],
  [{ screen: 'job', state: 7 }, ['/state']],
  [{ screen: 'job', state: 'x'.repeat(200_001) }, ['/state']],
  [{ screen: 'job', state: '', colour: 1 }, ['/colour']],
])('refuses %#, with the place', async (body, paths) => {
  const reply = await put('refused', body);
  expect([reply.status, (reply.json.issues as { path: string }[]).map(({ path }) => path)]).toEqual([
    422,
    paths,
  ]);
  expect((await call(service.url, at('refused'))).status).toBe(404);
});
