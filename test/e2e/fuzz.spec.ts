/** RELIABILITY S1 in gate form; FUZZ_BODIES sets how many bodies each route gets. */
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { type FuzzFigures, fuzzRoute } from './support/fuzz.js';
import { FAKE_WORKER, temporaryFolder } from './support/harness.js';
import { call } from './support/http.js';

const BODIES = Number(process.env.FUZZ_BODIES ?? 1000);
const SEED = 20261123;
const folder = temporaryFolder();
let server: RunningServer;

jest.setTimeout(3_600_000);

beforeAll(async () => {
  server = await startServer({
    port: 0, databaseFile: join(folder.path, 'fuzz.db'), workerFile: FAKE_WORKER, threads: 1, logLevel: 'silent', requestsPerMinute: 10_000_000, graceS: 0,
  });
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

function expectSound(figures: FuzzFigures): void {
  process.stderr.write(`S1: ${JSON.stringify({ ...figures, findings: figures.findings.length })}\n`);
  expect(figures.findings).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

const minimal = { apiVersion: 'railyard/v1', kind: 'Experiment', name: 'f', preset: 'deepseek-v3-mpft', seed: 3 };
const clusterDocument = { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' };
const resolved = async (): Promise<object> => (await call(server.url, '/v1/experiments?dryRun=true', { body: minimal })).json.document as object;

it('experiments, as a user writes them', async () => expectSound(await fuzzRoute(server.url, 'POST', '/v1/experiments', minimal, BODIES, SEED)));

it('experiments in full form', async () => expectSound(await fuzzRoute(server.url, 'POST', '/v1/experiments', await resolved(), BODIES, SEED + 1)));

it('clusters', async () => {
  const { cluster } = (await resolved()) as { cluster: object };
  const document = { apiVersion: 'railyard/v1', kind: 'Cluster', ...cluster };
  expectSound(await fuzzRoute(server.url, 'POST', '/v1/clusters', { name: 'c', document }, BODIES, SEED + 2));
  const made = await call(server.url, '/v1/clusters', { body: { name: 'edited', document: clusterDocument } });
  expectSound(await fuzzRoute(server.url, 'PUT', '/v1/clusters/edited', document, BODIES, SEED + 3, { 'if-match': String(made.headers.get('etag')) }));
});

it('workloads', async () => {
  const { workload } = (await resolved()) as { workload: object };
  const document = { apiVersion: 'railyard/v1', kind: 'Workload', ...workload };
  expectSound(await fuzzRoute(server.url, 'POST', '/v1/workloads', { name: 'w', document }, BODIES, SEED + 4));
});

it('routes that take no body', async () => {
  expectSound(await fuzzRoute(server.url, 'POST', '/v1/runs/run-00000000000000000000000000/cancel', minimal, BODIES / 10, SEED + 5));
  expectSound(await fuzzRoute(server.url, 'POST', '/v1/reports/table4', minimal, BODIES / 10, SEED + 6));
});

it('is alive and well afterwards', async () => {
  expect((await call(server.url, '/health/ready')).status).toBe(200);
});
