/**
 * Sweeps over HTTP, through the built service and the real engine: previewed, run, cancelled, retried, and
 * nothing lost by a restart.
 */
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { type RunState } from '@railyard/database';
import { type Storage, openStorage } from '@railyard/jobs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { type Reply, call as callAt } from '../support/http.js';
import { type Started, start } from '../support/processes.js';

const folder = temporaryFolder();
const file = join(folder.path, 'sweeps.db');
const begin = (): Promise<Started> =>
  start('api', { RAILYARD_DATABASE: file, RAILYARD_THREADS: 2, RAILYARD_GRACE_S: 1 });
let service: Started;

beforeAll(async () => {
  service = await begin();
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const call = (path: string, options?: Parameters<typeof callAt>[2]): Promise<Reply> =>
  callAt(service.url, path, options);

/** Of 2 x 3 x 5 points, those with 3 or 8 stages do not fit the 8 GPUs. */
const document = (name: string, more: object = {}): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name,
  cluster: { preset: 'h100-1024-roce', nodes: 1 },
  workload: { preset: 'llama3-8b' },
  parameters: {
    seed: { values: [1, 2] },
    'workload.batch.globalSequences': { values: [32, 64, 128] },
    'workload.parallelism.pipeline': { values: [1, 2, 4, 8, 3] },
  },
  ...more,
});

interface SweepProgress {
  readonly counts: { readonly succeeded: number };
}

interface Metrics {
  readonly tokensPerDayB: number;
  readonly peakMemoryGB: number;
}

interface Sweep {
  readonly state: string;
  readonly plan: {
    readonly size: number;
    readonly runs: number;
    readonly duplicates: number;
    readonly infeasible: { readonly count: number; readonly groups: readonly object[] };
  };
  readonly expanded: number;
  readonly counts: Readonly<Record<RunState, number>>;
  readonly best: readonly {
    readonly run: string;
    readonly metrics: Metrics;
    readonly parameters: object;
  }[];
  readonly pareto: { readonly runs: Sweep['best'] };
  readonly failures: readonly { readonly code: string; readonly count: number; readonly example: string }[];
}

async function submitted(body: object): Promise<string> {
  const reply = await call('/v1/sweeps', { body });
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([202, '1']);
  return String(reply.headers.get('location'));
}

async function until(location: string, ready: (sweep: Sweep) => boolean): Promise<Sweep> {
  let sweep: Sweep | undefined;
  await waitUntil(
    async () => {
      sweep = (await call(location)).json as unknown as Sweep;
      return ready(sweep);
    },
    location,
    60_000,
  );
  return sweep as Sweep;
}

const isOver = ({ state }: Sweep): boolean => state !== 'expanding' && state !== 'running';

/** With the service down: its database, as an operator would see it. */
async function inDatabase(work: (storage: Storage) => Promise<unknown>): Promise<void> {
  await service.end('SIGTERM');
  const storage = await openStorage({ database: { file } });
  await work(storage);
  await storage.close();
  service = await begin();
}

describe('a preview', () => {
  it(
    'says size, duplicates, what cannot run and why, and how long it will take, and runs ' + 'nothing',
    async () => {
      const points = [
        { 'workload.parallelism.pipeline': 2 },
        { 'workload.parallelism.pipeline': 3 },
        { 'workload.parallelism.pipeline': 2 },
      ];
      const { status, json } = await call('/v1/sweeps?dryRun=true', {
        body: document('preview', { parameters: {}, method: 'list', points }),
      });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        ok: true,
        size: 3,
        duplicates: 1,
        runs: 1,
        pruned: 0,
        infeasible: { count: 1 },
        expectedMinutes: expect.any(Number),
      });
      const [group] = (
        json.infeasible as { groups: { issue: { path: string; hint: string }; example: object }[] }
      ).groups;
      expect(group).toMatchObject({
        count: 1,
        issue: { path: expect.stringContaining('/workload'), message: expect.any(String) },
        example: points[1],
      });
      expect((await call('/v1/runs')).json.items).toEqual([]);
    },
  );
});

describe('a sweep', () => {
  it('runs to its end, counts, ranks, and computes nothing twice', async () => {
    const location = await submitted(document('first'));
    const sweep = await until(location, isOver);
    expect(sweep).toMatchObject({
      state: 'succeeded',
      plan: { size: 30, runs: 18, duplicates: 0, infeasible: { count: 12 } },
      expanded: 18,
      counts: { succeeded: 18, failed: 0 },
      failures: [],
    });
    const speeds = sweep.best.map(({ metrics }) => metrics.tokensPerDayB);
    expect(speeds).toHaveLength(10);
    expect(speeds).toEqual([...speeds].sort((a, b) => b - a));
    const all: { id: string; position: number; summary: Metrics }[] = [];
    for (let path: string | null = `${location}/runs?limit=7`; path !== null;) {
      const page: Reply = await call(path);
      all.push(...(page.json.items as typeof all));
      path = page.json.next === null ? null : `${location}/runs?limit=7&cursor=${String(page.json.next)}`;
    }
    expect(all.map(({ position }) => position)).toEqual(
      Array.from({ length: 18 }, (_, position) => position),
    );
    expect(speeds[0]).toBe(Math.max(...all.map(({ summary }) => summary.tokensPerDayB)));
    const beaten = (one: Metrics): boolean =>
      all.some(
        ({ summary }) =>
          summary.tokensPerDayB >= one.tokensPerDayB &&
          summary.peakMemoryGB <= one.peakMemoryGB &&
          (summary.tokensPerDayB > one.tokensPerDayB || summary.peakMemoryGB < one.peakMemoryGB),
      );
    const front = all.filter(({ summary }) => !beaten(summary)).map(({ id }) => `/v1/runs/${id}`);
    expect(sweep.pareto.runs.map(({ run }) => run).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      front.sort((a, b) => (a < b ? -1 : 1)),
    );
    expect((await call(`${location}/runs?state=failed`)).json.items).toEqual([]);

    const again = await call('/v1/sweeps', { body: document('first') });
    expect([again.status, again.headers.get('location')]).toEqual([200, location]);
    const copy = await submitted(document('under another name'));
    const { next } = (await call(`${location}/runs?limit=7`)).json;
    const foreign = await call(`${copy}/runs?cursor=${String(next)}`);
    expect([foreign.status, foreign.json.issues]).toMatchObject([400, [{ path: '/query/cursor' }]]);
    const other = await until(copy, isOver);
    expect(other.best.map(({ metrics }) => metrics.tokensPerDayB)).toEqual(speeds);
    expect(((await call('/v1/sweeps')).json.items as unknown[]).length).toBe(2);
  });

  it('tells how far it is while it runs, and once more to who missed the end', async () => {
    const { json, headers } = await call('/v1/sweeps', { body: document('told') });
    const events = (json.links as Record<string, string>).events ?? '';
    const { text } = await call(events);
    const frames = text
      .split('\n\n')
      .filter((frame) => frame.startsWith('id: '))
      .map((frame) => Object.fromEntries(frame.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))));
    const seen = frames.map(({ data }) => JSON.parse(String(data)) as SweepProgress);
    expect(frames.map(({ event }) => event)).toEqual([
      ...Array.from({ length: frames.length - 1 }, () => 'progress'),
      'succeeded',
    ]);
    expect(seen.at(-1)).toMatchObject({
      state: 'succeeded',
      points: 18,
      expanded: 18,
      counts: { succeeded: 18 },
    });
    const done = seen.map(({ counts }) => counts.succeeded);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(frames.map(({ id }) => id)).size).toBe(frames.length);
    const last = { 'last-event-id': String(frames.at(-1)?.id) };
    expect((await call(events, { headers: last })).status).toBe(204);
    expect((await call(events)).text).toContain('event: succeeded');
    await call(String(headers.get('location')), { method: 'DELETE' });
  });

  it('returns its document, and is deleted with its runs once it has ended', async () => {
    const sent = document('deleted', { parameters: { seed: { values: [71, 72, 73] } } });
    const { headers, json } = await call('/v1/sweeps', { body: sent });
    const location = String(headers.get('location'));
    const kept = (await call((json.links as Record<string, string>).document ?? '')).json;
    expect(kept).toEqual(sent);
    await call(String((json.links as Record<string, string>).events));
    const { items } = (await call(`${location}/runs`)).json as { items: { links: { self: string } }[] };
    expect(items).toHaveLength(3);
    const [run] = items;
    expect((await call(run?.links.self ?? '', { method: 'DELETE' })).json).toMatchObject({
      status: 409,
      type: 'urn:railyard:problem:in-sweep',
    });
    expect((await call(location, { method: 'DELETE' })).status).toBe(204);
    for (const gone of [location, run?.links.self ?? '']) expect((await call(gone)).status).toBe(404);
  });

  it('of which nothing can be run has failed, and says why', async () => {
    const location = await submitted({
      ...document('infeasible'),
      parameters: { 'workload.parallelism.tensor': { values: [3, 5] } },
    });
    const sweep = await until(location, isOver);
    expect(sweep).toMatchObject({
      state: 'failed',
      failure: 'No point can be run: all 2 are infeasible.',
      plan: { runs: 0, infeasible: { count: 2 } },
      counts: { failed: 0 },
    });
    expect(sweep.plan.infeasible.groups).toHaveLength(1);
  });

  it('has its failures grouped, and runs only them again', async () => {
    const location = await submitted(
      document('mended', {
        seed: 7,
        parameters: { 'workload.batch.globalSequences': { values: [32, 64, 128, 256] } },
      }),
    );
    await until(location, isOver);
    expect((await call(`${location}/retry-failed`, { body: {} })).status).toBe(409);
    await inDatabase(({ database }) =>
      database.write((session) =>
        session.run(
          `UPDATE "run" SET "state" = 'failed', "liveKey" = NULL, "failureCode" = 'crashed',
         "failureMessage" = 'by hand' WHERE "id" IN (
         SELECT "runId" FROM "sweep_run" WHERE "sweepId" = ? AND "position" IN (1, 3))`,
          [elementAt(location.split('/'), 3)],
        ),
      ),
    );
    const broken = (await call(location)).json as unknown as Sweep;
    expect(broken).toMatchObject({
      state: 'failed',
      counts: { succeeded: 2, failed: 2 },
      failures: [{ code: 'crashed', message: 'by hand', count: 2 }],
    });
    const before = (await call(`${location}/runs`)).json.items as { id: string }[];
    const retry = await call(`${location}/retry-failed`, { body: {} });
    expect([retry.status, retry.json.retried]).toEqual([202, 2]);
    await until(location, ({ state }) => state === 'succeeded');
    const after = (await call(`${location}/runs`)).json.items as { id: string }[];
    expect(after.map(({ id }, position) => id === before[position]?.id)).toEqual([true, false, true, false]);
  });

  it('is cancelled as a whole, and its document can be submitted again', async () => {
    const long = document('long', { parameters: { seed: { min: 100, max: 4099, steps: 4000 } } });
    const location = await submitted(long);
    await until(location, ({ expanded }) => expanded > 0);
    expect((await call(location, { method: 'DELETE' })).status).toBe(409);
    const cancelled = await call(`${location}/cancel`, { body: {} });
    expect([cancelled.status, cancelled.json.state]).toEqual([200, 'cancelled']);
    const { counts } = await until(location, (sweep) => sweep.counts.queued + sweep.counts.running === 0);
    expect(counts.cancelled).toBeGreaterThan(0);
    expect((await call('/v1/runs?state=queued,running')).json.items).toEqual([]);
    expect((await call(`${location}/cancel`, { body: {} })).json.state).toBe('cancelled');
    const again = await submitted(long);
    expect(again).not.toBe(location);
    await call(`${again}/cancel`, { body: {} });
  });

  it('leaves alone what another sweep wants', async () => {
    const seeds = (from: number, name: string): object =>
      document(name, { parameters: { seed: { min: from, max: from + 299, steps: 300 } } });
    const [one, two] = [await submitted(seeds(10_000, 'one')), await submitted(seeds(10_150, 'two'))];
    await until(one, ({ state }) => state !== 'expanding');
    await until(two, ({ state }) => state !== 'expanding');
    await call(`${one}/cancel`, { body: {} });
    expect((await until(two, isOver)).counts).toMatchObject({ succeeded: 300, cancelled: 0 });
  });

  it('survives being killed in the middle: every point has one run, and all succeed', async () => {
    const location = await submitted(
      document('interrupted', { parameters: { seed: { min: 20_000, max: 20_699, steps: 700 } } }),
    );
    await until(location, ({ expanded }) => expanded > 0);
    await service.end('SIGKILL');
    service = await begin();
    await until(location, ({ counts }) => counts.succeeded > 100);
    await service.end('SIGTERM');
    service = await begin();
    const sweep = await until(location, isOver);
    expect(sweep).toMatchObject({
      state: 'succeeded',
      expanded: 700,
      counts: { succeeded: 700, failed: 0, cancelled: 0 },
    });
    await inDatabase(async ({ database }) => {
      const [row] = await database.read.rows<{ runs: number; experiments: number }>(
        `SELECT count(*) AS "runs", count(DISTINCT "experimentId") AS "experiments" FROM "run"
         WHERE "experimentId" IN (SELECT r."experimentId" FROM "sweep_run" m
           JOIN "run" r ON r."id" = m."runId" WHERE m."sweepId" = ?)`,
        [elementAt(location.split('/'), 3)],
      );
      expect(row).toEqual({ runs: 700, experiments: 700 });
    });
  });

  it('ends when its time is over', async () => {
    const location = await submitted(
      document('hurried', {
        limits: { minutes: 0.1 },
        parameters: { seed: { min: 30_000, max: 36_000, steps: 6001 } },
      }),
    );
    await inDatabase(({ database }) =>
      database.write((session) =>
        session.run(`UPDATE "sweep" SET "remainingMs" = 1 WHERE "id" = ?`, [
          elementAt(location.split('/'), 3),
        ]),
      ),
    );
    expect(await until(location, isOver)).toMatchObject({
      state: 'cancelled',
      failure: 'The sweep exceeded limits.minutes.',
    });
  });
});

describe('a search', () => {
  it('runs what can win, and says how much it need not run', async () => {
    const optimize = document('search', {
      method: 'optimize',
      parameters: {},
      objective: { metric: 'tokensPerDayB', goal: 'maximize' },
    });
    const sweep = await until(await submitted(optimize), isOver);
    expect(sweep.state).toBe('succeeded');
    expect(sweep.plan).toMatchObject({ pruned: expect.any(Number) });
    expect(sweep.best.length).toBeGreaterThan(0);
  });
});

describe('the quota of waiting runs', () => {
  const LIMIT = 5;
  let small: Started;

  beforeAll(async () => {
    small = await start('api', {
      RAILYARD_DATABASE: join(folder.path, 'quota.db'),
      RAILYARD_THREADS: 1,
      RAILYARD_MAX_LIVE_RUNS: LIMIT,
    });
  });

  afterAll(() => small.end('SIGTERM'));

  const seeds = (count: number): object =>
    document(`${count} seeds`, { parameters: { seed: { min: 1, max: count, steps: count } } });
  const submit = (body: object): Promise<Reply> => callAt(small.url, '/v1/sweeps', { body });
  const ended = async (reply: Reply): Promise<Sweep> => {
    const location = String(reply.headers.get('location'));
    let sweep = reply.json as unknown as Sweep;
    await waitUntil(
      async () => isOver((sweep = (await callAt(small.url, location)).json as unknown as Sweep)),
      location,
      60_000,
    );
    return sweep;
  };

  it(
    'refuses a sweep whose points do not fit, and counts neither what cannot run nor what is ' + 'computed',
    async () => {
      const refused = await submit(seeds(60));
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
      expect(refused.json.detail).toBe(
        'At most 5 runs may wait or run at a time (got 60 more than the 0 that do).',
      );
      expect(refused.json.issues).toMatchObject([{ hint: 'Submit at most 5 runs at a time.' }]);
      expect(await ended(await submit(seeds(LIMIT)))).toMatchObject({
        state: 'succeeded',
        counts: { succeeded: LIMIT },
      });
      expect(await ended(await submit(seeds(2 * LIMIT)))).toMatchObject({
        state: 'succeeded',
        counts: { succeeded: 2 * LIMIT },
      });
      const infeasible = {
        seed: { values: [21, 22] },
        'workload.parallelism.pipeline': { values: [1, 3, 5, 7] },
      };
      expect(
        (await ended(await submit(document('few of them fit', { parameters: infeasible })))).plan,
      ).toMatchObject({ size: 8, runs: 2 });
    },
  );

  it('ends a search that finds more to run, in words', async () => {
    const search = document('search', {
      method: 'optimize',
      parameters: { 'workload.batch.globalSequences': { values: [32, 64, 128] } },
    });
    const sweep = await ended(await submit(search));
    expect(sweep).toMatchObject({
      state: 'failed',
      expanded: 0,
      failure: expect.stringMatching(
        /^At most 5 runs may wait or run at a time \(got \d+ of the sweep and others\)\./,
      ),
    });
    expect((await callAt(small.url, '/v1/runs?name=search')).json.items).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each([
    [
      'an unknown path',
      { parameters: { 'workload.parallelism.pipline': { values: [1] } } },
      422,
      '/parameters/workload.parallelism.pipline',
    ],
    ['nothing to sweep', { parameters: {} }, 422, '/parameters'],
    ['more points than its own limit', { limits: { runs: 5 } }, 422, '/limits/runs'],
    ['a limit above the cap', { limits: { runs: 20_001 } }, 422, '/limits/runs'],
    ['an unknown key', { paramters: {} }, 422, '/paramters'],
    ['an unknown objective', { objective: { metric: 'speed' } }, 422, '/objective/metric'],
    ['a stored cluster that is not there', { cluster: { definition: 'nobody' } }, 422, '/cluster/definition'],
  ])('%s', async (_, more, status, path) => {
    for (const query of ['', '?dryRun=true']) {
      const reply = await call(`/v1/sweeps${query}`, { body: document('bad', more) });
      expect(reply.status).toBe(status);
      expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(
        (reply.json.issues as { path: string; pointer: string }[]).map((issue) => [
          issue.path,
          issue.pointer,
        ]),
      ).toContainEqual([path, `#${path}`]);
    }
  });

  it('what is no document, no parameter, no cursor and no sweep', async () => {
    expect((await call('/v1/sweeps', { body: '{"name":' })).status).toBe(400);
    expect((await call('/v1/sweeps?dryrun=true', { body: document('x') })).status).toBe(400);
    expect((await call('/v1/sweeps?cursor=zzz')).status).toBe(400);
    for (const path of ['/v1/sweeps/x', '/v1/sweeps/sweep-00000000000000000000000000/runs'])
      expect((await call(path)).status).toBe(404);
    for (const action of ['cancel', 'retry-failed'])
      expect((await call(`/v1/sweeps/x/${action}`, { body: {} })).status).toBe(404);
  });
});
