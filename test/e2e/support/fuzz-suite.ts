/** RELIABILITY S1: mutated bodies to every route that takes one. */
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../apps/api/src/index.js';
import { type FuzzFigures, fuzzRoute } from './fuzz.js';
import { FAKE_WORKER, temporaryFolder } from './harness.js';
import { call } from './http.js';

const SEED = 20261123;

function expectSound(figures: FuzzFigures): void {
  process.stderr.write(`S1: ${JSON.stringify({ ...figures, findings: figures.findings.length })}\n`);
  expect(figures.findings).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

const minimal = { apiVersion: 'railyard/v1', kind: 'Experiment', name: 'f', preset: 'deepseek-v3-mpft', seed: 3 };
const clusterDocument = { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' };

/** Defines the suite with so many bodies for each route. */
export function fuzzSuite(bodies: number): void {
  const folder = temporaryFolder();
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({
      port: 0, databaseFile: join(folder.path, 'fuzz.db'), workerFile: FAKE_WORKER, threads: 1, logLevel: 'silent', requestsPerMinute: 10_000_000, graceS: 0,
    });
  });

  afterAll(async () => {
    await server.close();
    folder.remove();
  });

  const resolved = async (): Promise<object> => (await call(server.url, '/v1/experiments?dryRun=true', { body: minimal })).json.document as object;

  it('experiments, as a user writes them', async () => expectSound(await fuzzRoute(server.url, 'POST', '/v1/experiments', minimal, bodies, SEED)));

  it('experiments in full form', async () => expectSound(await fuzzRoute(server.url, 'POST', '/v1/experiments', await resolved(), bodies, SEED + 1)));

  it('clusters', async () => {
    const { cluster } = (await resolved()) as { cluster: object };
    const document = { apiVersion: 'railyard/v1', kind: 'Cluster', ...cluster };
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/clusters', { name: 'c', document }, bodies, SEED + 2));
    const made = await call(server.url, '/v1/clusters', { body: { name: 'edited', document: clusterDocument } });
    expectSound(await fuzzRoute(server.url, 'PUT', '/v1/clusters/edited', document, bodies, SEED + 3, { 'if-match': String(made.headers.get('etag')) }));
  });

  it('workloads', async () => {
    const { workload } = (await resolved()) as { workload: object };
    const document = { apiVersion: 'railyard/v1', kind: 'Workload', ...workload };
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/workloads', { name: 'w', document }, bodies, SEED + 4));
  });

  it('sweeps', async () => {
    const sweep = { apiVersion: 'railyard/v1', kind: 'Sweep', name: 's', preset: 'deepseek-v3-mpft', parameters: { seed: { values: [1, 2] }, 'workload.parallelism.pipeline': { min: 8, max: 16, steps: 2 } }, limits: { runs: 10 } };
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/sweeps', sweep, bodies, SEED + 7));
  });

  it('routes that take no body', async () => {
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/runs/run-00000000000000000000000000/cancel', minimal, bodies / 10, SEED + 5));
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/reports/table4', minimal, bodies / 10, SEED + 6));
  });

  it('is alive and well afterwards', async () => {
    expect((await call(server.url, '/health/ready')).status).toBe(200);
  });
}
