/**
 * The real engine by every way there is: command, service with its own threads, service with Redis and a
 * runner process. One result, byte for byte.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson } from '@railyard/base';
import { redisAvailable, redisForTests, type SharedRedis } from '../../tools/redis-for-tests.mjs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { type Started, railyard, start } from '../support/processes.js';

const CASES = ['deepseek-v3-mpft', 'deepseek-v3-mrft'] as const;
const folder = temporaryFolder();
const experiment = (preset: string): object => ({ apiVersion: 'railyard/v1', kind: 'Experiment', preset });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

afterAll(() => folder.remove());

/** Computed by the command, as the canonical text of its JSON. */
const byCommand = new Map<string, string>();

beforeAll(async () => {
  for (const preset of CASES) {
    const { code, stdout, stderr } = await railyard(['run', preset, '--json'], folder.path);
    if (code !== 0) throw new Error(stderr);
    byCommand.set(preset, canonicalJson(JSON.parse(stdout)));
  }
});

async function ended(url: string, location: string): Promise<Readonly<Record<string, unknown>>> {
  let run: Readonly<Record<string, unknown>> = {};
  await waitUntil(
    async () => {
      run = (await call(url, location)).json;
      return run.finishedAt !== null;
    },
    `${location} ended`,
    60_000,
  );
  return run;
}

/** What holds of any service, no matter who computes behind it. */
function surface(service: () => Started): void {
  const locations: string[] = [];

  it.each(CASES)('gives the bytes of the command for %s', async (preset) => {
    const accepted = await call(service().url, '/v1/experiments', { body: experiment(preset) });
    expect(accepted.status).toBe(202);
    const location = String(accepted.headers.get('location'));
    locations.push(location);
    const run = await ended(service().url, location);
    expect(run).toMatchObject({ state: 'succeeded', failure: null });
    const { text } = await call(service().url, `${location}/result`);
    expect(sha256(text)).toBe(sha256(byCommand.get(preset) as string));
    expect(run.resultSha256).toBe(sha256(text));
  });

  it('gives one hash in 20 repeats', async () => {
    const repeats = await Promise.all(
      Array.from({ length: 20 }, () =>
        call(service().url, '/v1/experiments?force=true', { body: experiment(CASES[0]) }),
      ),
    );
    const runs = await Promise.all(
      repeats.map(({ headers }) => ended(service().url, String(headers.get('location')))),
    );
    expect(new Set(runs.map(({ resultSha256 }) => resultSha256))).toEqual(
      new Set([sha256(byCommand.get(CASES[0]) as string)]),
    );
  });

  it('reports, compares and draws what was computed', async () => {
    const report = await call(service().url, '/v1/reports/table4');
    expect([report.status, report.json.artifact]).toEqual([200, 'table4']);
    for (const [format, type] of [
      ['csv', 'text/csv'],
      ['markdown', 'text/markdown'],
      ['html', 'text/html'],
    ] as const) {
      const rendered = await call(service().url, `/v1/reports/table4?format=${format}`);
      expect([rendered.status, rendered.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining(type),
      ]);
    }
    const ids = locations.map((location) => location.replace('/v1/runs/', ''));
    const comparison = await call(service().url, `/v1/compare?runs=${ids.join(',')}&baseline=${ids[1]}`);
    expect(comparison.json).toMatchObject({ baseline: 1, runs: [{ run: ids[0] }, { run: ids[1] }] });
    expect(
      (comparison.json.inputs as { path: string }[]).every(({ path }) => path.startsWith('/cluster')),
    ).toBe(true);
    expect(
      (await call(service().url, `/v1/compare?runs=${ids.join(',')}`, { headers: { accept: 'text/csv' } }))
        .text,
    ).toMatch(/^,run-/);
    expect((await call(service().url, `/v1/compare?runs=${ids.join(',')}&format=markdown`)).text).toMatch(
      /^\| {2}\| run-/,
    );
    expect((await call(service().url, `/v1/compare?runs=${ids[0]}`)).status).toBe(400);
    const trace = await call(service().url, `${locations[0]}/trace`);
    expect((trace.json.traceEvents as unknown[]).length).toBeGreaterThan(100);
    expect((await call(service().url, `${locations[0]}/trace`)).text).toBe(trace.text);
  });
}

describe('the service with its own threads', () => {
  let api: Started;
  beforeAll(async () => {
    api = await start('api', { RAILYARD_DATABASE: join(folder.path, 'local.db'), RAILYARD_THREADS: 2 });
  });
  afterAll(async () => {
    expect((await api.end('SIGTERM')).code).toBe(0);
  });
  surface(() => api);
});

(redisAvailable() ? describe : describe.skip)('the service with Redis and a runner process', () => {
  let redis: SharedRedis;
  let api: Started;
  let runner: Started;
  beforeAll(async () => {
    redis = await redisForTests();
    const settings = {
      RAILYARD_DATABASE: join(folder.path, 'queued.db'),
      REDIS_URL: redis.url,
      RAILYARD_QUEUE_PREFIX: `test-${randomBytes(4).toString('hex')}`,
      RAILYARD_THREADS: 2,
    };
    [api, runner] = await Promise.all([start('api', settings), start('runner', settings)]);
  });
  afterAll(async () => {
    expect((await runner.end('SIGTERM')).code).toBe(0);
    expect((await api.end('SIGTERM')).code).toBe(0);
    await redis.stop();
  });
  surface(() => api);
});
