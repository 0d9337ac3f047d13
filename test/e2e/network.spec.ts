/** One collective over HTTP and by the command: the same answer, bounded time, problems for mistakes. */
import { join } from 'node:path';
import { temporaryFolder } from './support/harness.js';
import { call } from './support/http.js';
import { type Started, railyard, start } from './support/processes.js';

jest.setTimeout(60_000);

const folder = temporaryFolder();
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'network.db'), RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const ask = (body: unknown) => call(service.url, '/v1/network', { body });

describe('POST /v1/network', () => {
  it('answers as the command does', async () => {
    const reply = await ask({ collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 32, bytes: '256MiB', fail: ['plane:0/leaf:0'] });
    const { code, stdout } = await railyard(['network', 'all-to-all', '--cluster', 'h800-2048-mpft', '--gpus', '32', '--bytes', '256MiB', '--fail', 'plane:0/leaf:0', '--json'], folder.path);
    expect([reply.status, code]).toEqual([200, 0]);
    expect(reply.json).toEqual(JSON.parse(stdout));
    expect(reply.json).toMatchObject({ algbwGBps: expect.any(Number), busbwGBps: expect.any(Number), timeUs: expect.any(Number), flows: 32 * 31 });
    expect((reply.json.links as unknown[]).length).toBeGreaterThan(0);
  });

  it('answers for two collectives at once as the command does', async () => {
    const reply = await ask({ collective: 'dispatch', cluster: 'h800-2048-mpft', gpus: 64, tokens: 4096, beside: { collective: 'all-reduce', bytes: '64MiB' }, rails: [6, 2] });
    const { stdout } = await railyard(['network', 'dispatch', '--cluster', 'h800-2048-mpft', '--gpus', '64', '--tokens', '4096', '--beside', 'all-reduce:64MiB', '--rails', '6:2', '--json'], folder.path);
    expect(reply.json).toEqual(JSON.parse(stdout));
    expect((reply.json.beside as { collective: string }[]).map(({ collective }) => collective)).toEqual(['dispatch', 'all-reduce']);
    const large = await ask({ collective: 'dispatch', cluster: 'h800-2048-mpft', gpus: 64, tokens: 4096, beside: { collective: 'all-to-all', bytes: 'lots' } });
    expect([large.status, (large.json.issues as { path: string }[]).map(({ path }) => path)]).toEqual([422, ['/beside/bytes']]);
  });

  it('answers for flaps as the command does', async () => {
    const reply = await ask({ collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 32, bytes: '1GiB', flap: ['node:0/nic:2@0.005+2', 'plane:3@0+0.1'], reroute: 0.25 });
    const { stdout } = await railyard(['network', 'all-to-all', '--cluster', 'h800-2048-mpft', '--gpus', '32', '--bytes', '1GiB', '--flap', 'node:0/nic:2@0.005+2', '--flap', 'plane:3@0+0.1', '--reroute', '0.25', '--json'], folder.path);
    expect(reply.json).toEqual(JSON.parse(stdout));
    expect(reply.json.flapped).toMatchObject({ longestStallUs: expect.closeTo(250_000, 3), transfers: 32 * 31 });
  });

  it('answers for a message sprayed over header values as the command does', async () => {
    const body = { collective: 'send-receive', cluster: 'h800-2048-mrft', gpus: 2048, bytes: '64MiB', routing: 'ecmp' };
    const [kept, sprayed] = [await ask(body), await ask({ ...body, entropies: 64 })];
    const { stdout } = await railyard(['network', 'send-receive', '--cluster', 'h800-2048-mrft', '--gpus', '2048', '--bytes', '64MiB', '--routing', 'ecmp', '--entropies', '64', '--json'], folder.path);
    expect(sprayed.json).toEqual(JSON.parse(stdout));
    expect(sprayed.json.timeUs as number).toBeLessThan((kept.json.timeUs as number) / 2);
    const adaptive = await ask({ ...body, routing: 'adaptive', entropies: 64 });
    expect([adaptive.status, (adaptive.json.issues as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`)]).toEqual([422, ['/entropies not-applicable']]);
  });

  it('says all that is wrong with a request', async () => {
    const reply = await ask({ collective: 'gossip', cluster: 'nowhere', gpus: 1, bytes: 'lots' });
    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toMatch(/problem\+json/);
    expect((reply.json.issues as { path: string }[]).map(({ path }) => path)).toEqual(['/cluster', '/collective', '/bytes']);
    const all = Array.from({ length: 8 }, (_, plane) => `plane:${plane}`);
    const cut = await ask({ collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 16, bytes: 1e6, fail: all });
    expect([cut.status, (cut.json.issues as { code: string }[])[0]!.code]).toEqual([422, 'disconnected']);
  });

  it('refuses what would take longer than a client waits', async () => {
    const reply = await ask({ collective: 'all-to-all', cluster: 'h800-2048-mrft', gpus: 256, bytes: '1GiB', pxn: false });
    expect([reply.status, (reply.json.issues as { code: string }[])[0]!.code]).toEqual([422, 'too-large']);
  });

  it('is described', async () => {
    const { paths } = (await call(service.url, '/openapi.json')).json as { paths: Record<string, Record<string, object>> };
    expect(paths['/v1/network']!['post']).toMatchObject({ requestBody: { content: { 'application/json': { schema: { required: ['collective', 'cluster', 'gpus'] } } } } });
  });
});

describe('railyard network', () => {
  it('prints tables, and issues with exit 2', async () => {
    const shown = await railyard(['network', 'dispatch', '--cluster', 'h800-2048-mpft', '--gpus', '64', '--tokens', '4096'], folder.path);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('busbw (GB/s)');
    expect(shown.stdout).toContain('node:0/nic:0>plane:0/leaf:0');
    const refused = await railyard(['network', 'all-to-all', '--cluster', 'h800-2048-mrft', '--gpus', '64', '--bytes', '1GiB', '--routing', 'magic', '--fail', 'leaf:999'], folder.path);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/\/routing: unknown routing/);
    expect(refused.stderr).toMatch(/\/fail\/0: no part of this cluster/);
  });
});
