/** A Cluster of files that describe a machine, over HTTP and by the command. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/harness.js';
import { call } from '../support/http.js';
import { ROOT, type Started, railyard, start } from '../support/processes.js';

const folder = temporaryFolder();
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'topology.db'), RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const fileOf = (name: string) => join(ROOT, 'test/data/topology', name);
const ask = (body: unknown) => call(service.url, '/v1/topology', { body });

describe('POST /v1/topology', () => {
  it('answers as the command does, whose cluster runs', async () => {
    const name = fileOf('ibsim-net.2sw2path4hca');
    const reply = await ask({ files: [{ name, text: readFileSync(name, 'utf8') }], device: 'h200' });
    const { code, stdout } = await railyard(['topology', name, '--device', 'h200', '--json'], folder.path);
    expect([reply.status, code]).toEqual([200, 0]);
    const { text: _text, ...answer } = reply.json as { text: string; document: object };
    expect(answer).toEqual(JSON.parse(stdout));
    const run = await call(service.url, '/v1/network', {
      body: { collective: 'all-to-all', cluster: answer.document, gpus: 32, bytes: '64MiB' },
    });
    expect(run.status).toBe(200);
    // Four NICs, two of each switch: 2 uplinks for 2 NICs.
    expect(run.json.tiers).toMatchObject([{ tier: 'router', switches: 2, oversubscription: 1 }]);
  });

  it.each([
    [{ files: [{ name: 'x', text: 'no such format' }] }, 'unknown-format'],
    [{ files: [] }, 'wrong-type'],
    [{ files: [{ name: 'x' }] }, 'wrong-type'],
    [{ files: [{ name: 'x', text: '' }], nodes: 0 }, 'out-of-range'],
    [{ files: [{ name: 'x', text: '' }], colour: 1 }, 'unknown-key'],
  ])('%j is refused as %s', async (body, code) => {
    const reply = await ask(body);
    expect([reply.status, (reply.json.issues as { code: string }[]).map((issue) => issue.code)]).toEqual([
      422,
      [code],
    ]);
  });
});
