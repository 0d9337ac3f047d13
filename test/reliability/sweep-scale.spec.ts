/**
 * A thousand points through API, Redis and two runners, every row compared with the engine's own answer; and
 * sweeps on PostgreSQL.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson } from '@railyard/base';
import { prepareSweep, runExperiment } from '@railyard/experiments';
import { type DatabaseOptions } from '@railyard/database';
import { redisAvailable, redisForTests, type SharedRedis } from '../../tools/redis-for-tests.mjs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call as callAt, type Reply } from '../support/http.js';
import { postgresAvailable, postgresForTests } from '../support/postgres.js';
import { start, type Started } from '../support/processes.js';

interface Row {
  readonly position: number;
  readonly id: string;
  readonly experimentId: string;
  readonly state: string;
  readonly resultSha256: string;
  readonly parameters: unknown;
}

/** Seeds vary slowest, though `cluster` comes before `seed` in any sorted form. */
const document = (name: string, firstSeed: number, seeds: number): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name,
  cluster: { preset: 'h100-1024-roce', nodes: 1 },
  workload: { preset: 'llama3-8b', parallelism: { pipeline: 4 } },
  parameters: {
    seed: { min: firstSeed, max: firstSeed + seeds - 1, steps: seeds },
    'cluster.nic.bandwidthGBps': { min: 25, max: 70, steps: 10 },
    'workload.batch.globalSequences': { values: [32, 64] },
  },
});

class Service {
  private constructor(
    private readonly api: Started,
    private readonly runners: readonly Started[],
  ) {}

  static async start(redis: SharedRedis, database: DatabaseOptions, runners: number): Promise<Service> {
    const settings = {
      REDIS_URL: redis.url,
      RAILYARD_QUEUE_PREFIX: `scale-${randomBytes(4).toString('hex')}`,
      RAILYARD_DATABASE: database.file,
      DATABASE_URL: database.url,
      RAILYARD_THREADS: 1,
      LOG_LEVEL: 'info',
    };
    const api = await start('api', settings);
    return new Service(
      api,
      await Promise.all(Array.from({ length: runners }, () => start('runner', settings))),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.api, ...this.runners].map((started) => started.end('SIGTERM')));
  }

  call(path: string, options?: Parameters<typeof callAt>[2]): Promise<Reply> {
    return callAt(this.api.url, path, options);
  }

  /** Submits it and waits for its end. */
  async run(
    body: object,
  ): Promise<{ readonly location: string; readonly sweep: Readonly<Record<string, unknown>> }> {
    const submitted = await this.call('/v1/sweeps', { body });
    expect(submitted.status).toBe(202);
    const location = String(submitted.headers.get('location'));
    let sweep: Readonly<Record<string, unknown>> = {};
    await waitUntil(
      async () => {
        sweep = (await this.call(location)).json;
        return sweep.state !== 'expanding' && sweep.state !== 'running';
      },
      location,
      90_000,
    );
    return { location, sweep };
  }

  async rows(location: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let path: string | null = `${location}/runs?limit=300`; path !== null;) {
      const page: Reply = await this.call(path);
      rows.push(...(page.json.items as Row[]));
      path = page.json.next === null ? null : `${location}/runs?limit=300&cursor=${String(page.json.next)}`;
    }
    return rows;
  }
}

/** What the engine says, without a service. */
function expectedRows(body: object): Omit<Row, 'id'>[] {
  return prepareSweep(body).runs.map(({ parameters, prepared }, position) => ({
    position,
    experimentId: prepared.id,
    state: 'succeeded',
    parameters,
    resultSha256: createHash('sha256')
      .update(canonicalJson(runExperiment(prepared)))
      .digest('hex'),
  }));
}

async function expectComplete(service: Service, body: object, points: number): Promise<void> {
  const { location, sweep } = await service.run(body);
  expect(sweep).toMatchObject({
    state: 'succeeded',
    expanded: points,
    counts: { queued: 0, running: 0, succeeded: points, failed: 0, cancelled: 0 },
    failures: [],
  });
  const rows = await service.rows(location);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(points);
  expect(
    rows.map(({ position, experimentId, state, parameters, resultSha256 }) => ({
      position,
      experimentId,
      state,
      parameters,
      resultSha256,
    })),
  ).toEqual(expectedRows(body));
}

(redisAvailable() ? describe : describe.skip)('a sweep through Redis', () => {
  const folder = temporaryFolder();
  let redis: SharedRedis;

  beforeAll(async () => {
    redis = await redisForTests();
  });

  afterAll(async () => {
    await redis.stop();
    folder.remove();
  });

  it(
    'of a thousand points and two runners is complete, in the order of the document, and right to ' +
      'the byte',
    async () => {
      const service = await Service.start(redis, { file: join(folder.path, 'scale.db') }, 2);
      const preview = await service.call('/v1/sweeps?dryRun=true', { body: document('scale', 1, 50) });
      expect(preview.json).toMatchObject({ runs: 1000, expectedMinutes: expect.any(Number) });
      // Two runners of one thread: as long as half the runs take on one.
      expect(preview.json.expectedMinutes).toBeCloseTo((500 * Number(preview.json.secondsPerRun)) / 60, 9);
      await expectComplete(service, document('scale', 1, 50), 1000);
      await service.stop();
    },
  );

  (postgresAvailable() ? it : it.skip)(
    'on PostgreSQL is complete, ranked, mended and cancelled as on SQLite',
    async () => {
      const postgres = await postgresForTests();
      const service = await Service.start(redis, postgres.database, 2);
      await expectComplete(service, document('rows', 1, 4), 80);
      const { location, sweep } = await service.run({
        ...document('ranked', 100, 2),
        objective: { metric: 'tflopsCausal', goal: 'maximize' },
      });
      const best = sweep.best as { readonly metrics: { readonly tflopsCausal: number } }[];
      expect(best.map(({ metrics }) => metrics.tflopsCausal)).toEqual(
        best.map(({ metrics }) => metrics.tflopsCausal).sort((a, b) => b - a),
      );
      expect((sweep.pareto as { runs: unknown[] }).runs.length).toBeGreaterThan(0);
      expect((await service.call(`${location}/retry-failed`, { body: {} })).status).toBe(409);
      const long = await service.call('/v1/sweeps', { body: document('long', 1000, 100) });
      const cancelled = await service.call(`${String(long.headers.get('location'))}/cancel`, { body: {} });
      expect([cancelled.status, cancelled.json.state]).toEqual([200, 'cancelled']);
      await waitUntil(
        async () =>
          ((await service.call('/v1/runs?state=queued,running')).json.items as unknown[]).length === 0,
        'nothing runs',
      );
      await service.stop();
      await postgres.remove();
    },
  );
});
