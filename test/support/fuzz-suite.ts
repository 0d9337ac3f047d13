/** RELIABILITY S1: mutated bodies and parameters to every route that takes any. */
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { type DatabaseOptions } from '@railyard/database';
import { type FuzzFigures, fuzzQuery, fuzzRoute } from './fuzz.js';
import { FAKE_WORKER, temporaryFolder } from './harness.js';
import { call } from './http.js';
import { start } from './processes.js';

const SEED = 20261123;
/** A leak of a tenth of each body would be more. */
const MOST_GROWTH_MB = 50;

function expectSound(figures: FuzzFigures): void {
  process.stderr.write(`S1: ${JSON.stringify({ ...figures, findings: figures.findings.length })}\n`);
  expect(figures.findings).toEqual([]);
  expect(figures.grownMB).toBeLessThan(MOST_GROWTH_MB);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

const minimal = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'f',
  preset: 'deepseek-v3-mpft',
  seed: 3,
};
const clusterDocument = { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' };

/**
 * Defines the suite with so many bodies for each route. An SQLite file is used where no database is named.
 */
export function fuzzSuite(
  bodies: number,
  databaseForTests?: () => Promise<{ database: DatabaseOptions; remove(): Promise<void> }>,
): void {
  const folder = temporaryFolder();
  let server: RunningServer;
  let named: { database: DatabaseOptions; remove(): Promise<void> } | undefined;

  beforeAll(async () => {
    named = await databaseForTests?.();
    server = await startServer({
      port: 0,
      ...(named?.database.url === undefined ? {} : { databaseUrl: named.database.url }),
      databaseFile: join(folder.path, 'fuzz.db'),
      workerFile: FAKE_WORKER,
      threads: 1,
      logLevel: 'silent',
      requestsPerMinute: 10_000_000,
      graceS: 0,
    });
  });

  afterAll(async () => {
    await server.close();
    await named?.remove();
    folder.remove();
  });

  const resolved = async (): Promise<object> =>
    (await call(server.url, '/v1/experiments?dryRun=true', { body: minimal })).json.document as object;

  it('experiments, as a user writes them', async () =>
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/experiments', minimal, bodies, SEED)));

  it('experiments in full form', async () =>
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/experiments', await resolved(), bodies, SEED + 1)));

  it('clusters', async () => {
    const { cluster } = (await resolved()) as { cluster: object };
    const document = { apiVersion: 'railyard/v1', kind: 'Cluster', ...cluster };
    expectSound(
      await fuzzRoute(server.url, 'POST', '/v1/clusters', { name: 'c', document }, bodies, SEED + 2),
    );
    const made = await call(server.url, '/v1/clusters', {
      body: { name: 'edited', document: clusterDocument },
    });
    expectSound(
      await fuzzRoute(server.url, 'PUT', '/v1/clusters/edited', document, bodies, SEED + 3, {
        'if-match': String(made.headers.get('etag')),
      }),
    );
  });

  it('workloads', async () => {
    const { workload } = (await resolved()) as { workload: object };
    const document = { apiVersion: 'railyard/v1', kind: 'Workload', ...workload };
    expectSound(
      await fuzzRoute(server.url, 'POST', '/v1/workloads', { name: 'w', document }, bodies, SEED + 4),
    );
    const made = await call(server.url, '/v1/workloads', {
      body: {
        name: 'edited',
        document: { apiVersion: 'railyard/v1', kind: 'Workload', preset: 'deepseek-v3' },
      },
    });
    expectSound(
      await fuzzRoute(server.url, 'PUT', '/v1/workloads/edited', document, bodies, SEED + 8, {
        'if-match': String(made.headers.get('etag')),
      }),
    );
  });

  it('sweeps', async () => {
    const sweep = {
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      name: 's',
      preset: 'deepseek-v3-mpft',
      parameters: {
        seed: { values: [1, 2] },
        'workload.parallelism.pipeline': { min: 8, max: 16, steps: 2 },
      },
      limits: { runs: 10 },
    };
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/sweeps', sweep, bodies, SEED + 7));
  });

  it('collectives', async () => {
    // Their thread is built code, so the service is too.
    const api = await start('api', {
      RAILYARD_DATABASE: join(folder.path, 'collectives.db'),
      RAILYARD_REQUESTS_PER_MINUTE: 10_000_000,
    });
    const valid = {
      collective: 'all-reduce',
      cluster: 'h800-2048-mpft',
      gpus: 16,
      bytes: '1MiB',
      routing: 'ecmp',
      entropies: 4,
      seed: 1,
      algorithm: 'ring',
      top: 5,
      beside: { collective: 'incast', bytes: '1MiB' },
      rails: [4, 4],
    };
    // The first of a process loads the engine, twice: that is not what is timed.
    expect((await call(api.url, '/v1/network', { body: valid })).status).toBe(200);
    expectSound(await fuzzRoute(api.url, 'POST', '/v1/network', valid, bodies, SEED + 9));
    const prices = {
      apiVersion: 'railyard/v1',
      kind: 'PriceList',
      name: 'quotes',
      source: 'a quote',
      switch: { usd: 4000 },
      fabricCable: { usd: 900 },
      endpointCable: { usd: 700 },
    };
    expect(
      (await call(api.url, '/v1/network/cost', { body: { cluster: 'h800-2048-mpft', prices } })).status,
    ).toBe(200);
    expectSound(
      await fuzzRoute(
        api.url,
        'POST',
        '/v1/network/cost',
        { cluster: 'h800-2048-mpft', prices },
        bodies,
        SEED + 12,
      ),
    );
    await api.end('SIGTERM');
  });

  it('parameters', async () => {
    const page = (order: string, value: number | string): Readonly<Record<string, string>> => ({
      limit: '5',
      cursor: Buffer.from(JSON.stringify([order, value, 'x'])).toString('base64url'),
    });
    const routes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      '/v1/runs': {
        ...page('-mfuCausal', 1),
        state: 'queued,failed',
        sort: '-mfuCausal',
        name: 'f',
        experimentId: 'x',
      },
      '/v1/sweeps': page('sweeps', 1),
      '/v1/clusters': page('cluster', 'x'),
      '/v1/clusters/edited': { version: '1' },
      '/v1/presets': { kind: 'cluster' },
      '/v1/compare': { runs: 'run-a,run-b', baseline: 'run-a', diff: 'true', format: 'csv' },
    };
    for (const [index, [route, parameters]] of Object.entries(routes).entries())
      expectSound(await fuzzQuery(server.url, route, parameters, bodies / 4, SEED + 20 + index));
  });

  it('routes that take no body', async () => {
    expectSound(
      await fuzzRoute(
        server.url,
        'POST',
        '/v1/runs/run-00000000000000000000000000/cancel',
        minimal,
        bodies / 10,
        SEED + 5,
      ),
    );
    expectSound(
      await fuzzRoute(
        server.url,
        'POST',
        '/v1/runs/run-00000000000000000000000000/retry',
        minimal,
        bodies / 10,
        SEED + 10,
      ),
    );
    for (const action of ['cancel', 'retry-failed'])
      expectSound(
        await fuzzRoute(
          server.url,
          'POST',
          `/v1/sweeps/sweep-00000000000000000000000000/${action}`,
          minimal,
          bodies / 10,
          SEED + 11,
        ),
      );
    expectSound(await fuzzRoute(server.url, 'POST', '/v1/reports/table4', minimal, bodies / 10, SEED + 6));
  });

  it('is alive and well afterwards', async () => {
    expect((await call(server.url, '/health/ready')).status).toBe(200);
  });
}
