/**
 * `railyard run --server` while the service is killed and started again, and when the user presses Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, railyard } from '../cli/railyard.js';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: at('server.db'), RAILYARD_THREADS: 2 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const SMALL = `
apiVersion: railyard/v1
kind: Experiment
name: small
cluster: {preset: h800-2048-mpft, nodes: 2, topology: {kind: mpft, planes: 8, switchPorts: 64}}
workload: {preset: llama3-8b}
`;
const small = at('small.yaml');
writeFileSync(small, SMALL);
const long = at('long.yaml');
writeFileSync(
  long,
  `${SMALL.replace('name: small', 'name: long')}replay: {replicas: 100000, rateMultiple: 100}\n`,
);

describe('a run that is followed', () => {
  it('survives a restart of the service', async () => {
    const settings = { RAILYARD_DATABASE: at('restart.db'), RAILYARD_THREADS: 1, RAILYARD_GRACE_S: 0 };
    let first = await start('api', settings);
    const following = railyard([
      'replay',
      small,
      '--replicas',
      '20000',
      '--set',
      'replay.rateMultiple=100',
      '--seed',
      '5',
      '--json',
      '--server',
      first.url,
    ]);
    await waitUntil(
      async () => ((await call(first.url, '/v1/runs?state=running')).json.items as unknown[]).length === 1,
      'it runs',
    );
    const { port } = new URL(first.url);
    await first.end('SIGKILL');
    await new Promise((done) => setTimeout(done, 500));
    first = await start('api', { ...settings, PORT: port });
    expect(await following).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^(railyard: http:\S+ does not answer; trying again for 60 s\.\n)+$/),
    });
    await first.end('SIGTERM');
  });

  it('goes on at the service after Ctrl-C, which says how to end it', async () => {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'bin/railyard.mjs'), 'run', long, '--seed', '77', '--json', '--server', service.url],
      { env: { ...process.env, NO_COLOR: '1' } },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const running = async (): Promise<string | undefined> =>
      ((await call(service.url, '/v1/runs?name=long&state=running')).json.items as { id: string }[])[0]?.id;
    await waitUntil(async () => (await running()) !== undefined, 'it runs');
    await new Promise((done) => setTimeout(done, 300));
    const id = (await running())!;
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(stderr).toContain(`${id} goes on at ${service.url}`);
    expect(stderr).toContain(`railyard runs cancel ${id} --server ${service.url}`);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } });
    expect(await running()).toBe(id);
    await railyard(['runs', 'cancel', id, '--server', service.url]);
  });
});
