/** RELIABILITY R1-R8, R18 in gate form: real processes, real Redis, real kills. `npm run soak` runs the full counts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { redisServerAvailable } from '../../tools/redis-for-tests.mjs';
import { waitUntil } from './support/harness.js';
import { type StreamedEvent, call, follow } from './support/http.js';
import { type Started, start } from './support/processes.js';
import { CLEAN, Yard, allEnded, experimentOf, judge, killApi, killRunners, newRunOf, seedsOf, undisturbed, wipeRedis } from './support/reliability.js';

jest.setTimeout(300_000);

const say = (line: string, figures: object): void => void process.stderr.write(`${line}: ${JSON.stringify(figures)}\n`);

(redisServerAvailable() ? describe : describe.skip)('what the service survives', () => {
  it('R1, R3: kill -9 of the runner', async () => {
    const figures = await killRunners({ runs: 60, kills: 10, seed: 20261123 });
    say('R1 (10 kills, 60 runs)', figures);
    expect(figures).toMatchObject({ ...CLEAN, runs: 60 });
    expect(figures.recoveryMaxS).toBeLessThanOrEqual(30);
  });

  it('R2: kill -9 at each point of an execution', async () => {
    const expected = await undisturbed(seedsOf(4));
    const yard = await Yard.open();
    const api = await start('api', yard.settings);
    const storage = await yard.storage();
    const points = ['before-compute', 'after-compute', 'inside-transaction', 'after-commit'];
    const ids: string[] = [];
    for (const [index, point] of points.entries()) {
      const killed = spawn(process.execPath, [join(import.meta.dirname, 'support/killed-runner.mjs')], {
        env: { PATH: process.env.PATH, KILL_AT: point, ...Object.fromEntries(Object.entries(yard.settings).map(([key, value]) => [key, String(value)])) }, stdio: 'ignore',
      });
      const dead = new Promise<NodeJS.Signals | null>((resolve) => killed.once('exit', (_, signal) => resolve(signal)));
      const { run } = await storage.records.submissions.submit(newRunOf(index + 1));
      ids.push(run.id);
      expect([point, await dead]).toEqual([point, 'SIGKILL']);
    }
    const runner = await start('runner', yard.settings);
    await allEnded(storage, ids, 60_000);
    expect(await judge(storage, ids, expected)).toMatchObject(CLEAN);
    await runner.end('SIGTERM');
    await api.end('SIGTERM');
    await storage.close();
    await yard.close();
  });

  it('R4: kill -9 of the API while clients submit', async () => {
    const figures = await killApi({ kills: 5, seed: 7 });
    say('R4 (5 kills)', figures);
    expect(figures).toMatchObject({ missing: 0, doubled: 0, halfRows: 0 });
    expect(figures.acknowledged).toBeGreaterThan(0);
  });

  it('R5, R7: Redis killed and away: reads answer, submissions are kept, work goes on when it is back', async () => {
    const yard = await Yard.open();
    const [api, runner] = await Promise.all([start('api', yard.settings), start('runner', yard.settings)]);
    const storage = await yard.storage();
    const before = (await storage.records.submissions.submitMany(seedsOf(20).map(newRunOf))).map(({ run }) => run.id);
    // The first document of a process loads the engine: that is not what is timed here.
    await call(api.url, '/v1/experiments?dryRun=true', { body: experimentOf(21) });
    await yard.redis.kill();
    const startedMs = performance.now();
    const kept = await call(api.url, '/v1/experiments', { body: experimentOf(21) });
    const submitMs = performance.now() - startedMs;
    expect([kept.status, submitMs < 1000]).toEqual([202, true]);
    expect((await call(api.url, '/v1/runs')).status).toBe(200);
    const ready = await call(api.url, '/health/ready');
    expect([ready.status, String((ready.json.checks as { queue: string }).queue)]).toEqual([503, expect.stringContaining('Redis')]);
    await yard.redis.restart();
    const backMs = performance.now();
    await waitUntil(async () => (await call(api.url, '/health/ready')).status === 200, 'ready again', 5000);
    const readyAgainS = (performance.now() - backMs) / 1000;
    await allEnded(storage, before, 120_000);
    expect(await judge(storage, [...before, String(kept.json.id)], await undisturbed(seedsOf(21)))).toMatchObject(CLEAN);
    say('R5, R7', { submitMs: Math.round(submitMs), readyAgainS });
    await runner.end('SIGTERM');
    await api.end('SIGTERM');
    await storage.close();
    await yard.close();
  });

  it('R7: the service starts and answers without Redis', async () => {
    const yard = await Yard.open();
    await yard.redis.kill();
    const api = await start('api', yard.settings);
    expect((await call(api.url, '/v1/experiments', { body: experimentOf(1) })).status).toBe(202);
    const [{ id }] = (await call(api.url, '/v1/runs')).json.items as { id: string }[];
    expect((await call(api.url, `/v1/runs/${id}/cancel`, { method: 'POST' })).json.state).toBe('cancelled');
    expect((await api.end('SIGTERM')).code).toBe(0);
    await yard.close();
  });

  it('R6: Redis wiped', async () => {
    const figures = await wipeRedis(40);
    say('R6 (40 queued)', figures);
    expect(figures).toMatchObject(CLEAN);
    expect(figures.restoredS).toBeLessThanOrEqual(30);
  });

  it('R8: SIGTERM under load ends in order, a second one at once, and nothing is lost', async () => {
    const expected = await undisturbed(seedsOf(24));
    const yard = await Yard.open();
    const api = await start('api', yard.settings);
    const storage = await yard.storage();
    const ids = (await storage.records.submissions.submitMany(seedsOf(24).map(newRunOf))).map(({ run }) => run.id);
    const ends: { code: number | null; ms: number }[] = [];
    for (const graceS of [20, 0]) {
      const runner: Started = await start('runner', { ...yard.settings, RAILYARD_GRACE_S: graceS });
      await waitUntil(async () => (await storage.records.outbox.counts()).running > 0, 'work is done');
      ends.push(await runner.end('SIGTERM'));
    }
    say('R8', { ends });
    for (const { code, ms } of ends) expect([code, ms < 30_000]).toEqual([0, true]);
    const runner = await start('runner', yard.settings);
    runner.process.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, 5));
    expect((await runner.end('SIGTERM')).ms).toBeLessThan(2000);
    const last = await start('runner', yard.settings);
    await allEnded(storage, ids, 120_000);
    expect(await judge(storage, ids, expected)).toMatchObject(CLEAN);
    await last.end('SIGTERM');
    await api.end('SIGTERM');
    await storage.close();
    await yard.close();
  });
});

describe('event streams', () => {
  it('lose nothing across a restart of the service, with 200 clients', async () => {
    const yard = await Yard.open();
    const settings = { ...yard.settings, REDIS_URL: undefined, RAILYARD_GRACE_S: 0 };
    let api = await start('api', settings);
    const runs = await Promise.all(seedsOf(20).map((seed) => call(api.url, '/v1/experiments', { body: experimentOf(seed) })));
    const locations = runs.map(({ headers }) => String(headers.get('location')));
    /** As a browser does: connects again with the last number that it saw. */
    const client = async (location: string): Promise<StreamedEvent[]> => {
      const seen: StreamedEvent[] = [];
      while (!['succeeded', 'failed'].includes(seen[seen.length - 1]?.event)) {
        const from: Record<string, string> = seen.length === 0 ? {} : { 'last-event-id': String(seen[seen.length - 1].id) };
        const collected: StreamedEvent[] = [];
        await follow(api.url, `${location}/events`, from, (events) => {
          collected.splice(0, collected.length, ...events);
          return false;
        }).catch(() => undefined);
        seen.push(...collected);
        await new Promise((done) => setTimeout(done, 50));
      }
      return seen;
    };
    const clients = Array.from({ length: 200 }, (_, index) => client(locations[index % locations.length]));
    await new Promise((done) => setTimeout(done, 1000));
    expect((await api.end('SIGTERM')).code).toBe(0);
    api = await start('api', settings);
    const seen = await Promise.all(clients);
    for (const [index, events] of seen.entries()) {
      const history = (await call(api.url, `${locations[index % locations.length]}/history`)).json.items as { number: number; type: string }[];
      expect(events.map(({ id, event }) => [id, event])).toEqual(history.map(({ number, type }) => [number, type]));
    }
    await waitUntil(async () => /railyard_event_streams 0\n/.test((await call(api.url, '/metrics')).text), 'all streams closed');
    say('event streams', { clients: seen.length, events: seen.flat().length });
    await api.end('SIGTERM');
    await yard.close();
  });
});
