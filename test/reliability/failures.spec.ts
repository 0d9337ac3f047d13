/**
 * RELIABILITY R1-R8, R11 and R15 in gate form: real processes, real Redis, real kills. `npm run soak` runs
 * the full counts.
 */
import { elementAt } from '@railyard/base';
import { redisServerAvailable } from '../../tools/redis-for-tests.mjs';
import { say } from '../support/figures.js';
import { waitUntil } from '../support/harness.js';
import { type StreamedEvent, call, follow } from '../support/http.js';
import { POINTS, killAtPoints } from '../support/named-points.js';
import { only } from '../support/only.js';
import { start } from '../support/processes.js';
import { killRedis, loseRedis } from '../support/queue-loss.js';
import {
  CLEAN,
  Yard,
  experimentOf,
  killApi,
  killRunners,
  seedsOf,
  wipeRedis,
} from '../support/reliability.js';
import { stepClocks } from '../support/stepped-clocks.js';
import { stopTwice, stopUnderLoad } from '../support/signals.js';
import { writeTogether } from '../support/writers.js';

jest.setTimeout(300_000);

(redisServerAvailable() ? describe : describe.skip)('what the service survives', () => {
  it('R1, R3: kill -9 of the runner', async () => {
    const figures = await killRunners({ runs: 60, kills: 10, seed: 20261123 });
    say('R1 (10 kills, 60 runs)', figures);
    expect(figures).toMatchObject({ ...CLEAN, runs: 60 });
    expect(figures.recoveryMaxS).toBeLessThanOrEqual(30);
  });

  it('R2: kill -9 at each point of an execution', async () => {
    const figures = await killAtPoints(1);
    say('R2 (1 kill at each point)', figures);
    expect(figures).toMatchObject({
      ...CLEAN,
      killed: Object.fromEntries(POINTS.map((point) => [point, 1])),
    });
  });

  it('R4: kill -9 of the API while clients submit', async () => {
    const figures = await killApi({ kills: 5, seed: 7 });
    say('R4 (5 kills)', figures);
    expect(figures).toMatchObject({ missing: 0, doubled: 0, halfRows: 0, orphans: 0, refused: 0 });
    expect(figures.acknowledged).toBeGreaterThan(0);
  });

  it('R5: kill -9 of Redis with runs queued', async () => {
    const figures = await killRedis(80);
    say('R5 (80 runs)', figures);
    expect(figures).toMatchObject({ ...CLEAN, runs: 80 });
    expect(figures.queued).toBeGreaterThan(40);
    expect(figures.resumedS).toBeLessThanOrEqual(5);
  });

  it(
    'R7: while Redis is away reads answer, submissions are kept, and work goes on when it is ' + 'back',
    async () => {
      const figures = await loseRedis(20);
      say('R7', figures);
      expect(figures).toMatchObject({ ...CLEAN, runs: 30, statuses: { 202: 10 } });
      expect(Object.keys(figures.statuses).filter((status) => Number(status) >= 500)).toEqual(['503']);
      expect(figures.slowestMs).toBeLessThan(1000);
    },
  );

  it('R7: the service starts and answers without Redis', async () => {
    const yard = await Yard.open();
    await yard.redis.kill();
    const api = await start('api', yard.settings);
    expect((await call(api.url, '/v1/experiments', { body: experimentOf(1) })).status).toBe(202);
    const { id } = only((await call(api.url, '/v1/runs')).json.items as { id: string }[]);
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

  it('R8: SIGTERM under load ends in order, and nothing is lost', async () => {
    const figures = await stopUnderLoad(80);
    say('R8', figures);
    expect(figures).toMatchObject({ ...CLEAN, runs: 80 });
    for (const { code, ms } of [...figures.runner, figures.api])
      expect([code, ms < 30_000]).toEqual([0, true]);
  });

  it('R8: a second SIGTERM ends at once what the first waits for', async () => {
    const figures = await stopTwice();
    say('R8, second SIGTERM', figures);
    for (const { code, ms } of [figures.runner, figures.api]) expect([code, ms < 1000]).toEqual([130, true]);
  });

  it('R11: the service and two runners write one file together', async () => {
    const { unexplained, ...figures } = await writeTogether({ seconds: 8, clients: 12, seed: 11 });
    say('R11 (8 s)', { ...figures, unexplained: unexplained.length });
    expect(unexplained).toEqual([]);
    expect(figures).toMatchObject({
      ...CLEAN,
      busyInLogs: 0,
      integrity: 'ok',
      exits: [0, 0, 0],
    });
    expect(figures.runs).toBeGreaterThan(30);
  });

  it('R15: clocks that step an hour forward and back', async () => {
    const figures = await stepClocks(25);
    say('R15', figures);
    expect(figures).toMatchObject({ ...CLEAN, runs: 50, begunTwice: 0 });
    expect(figures.steps).toBeGreaterThan(8);
    expect(figures.afterKillS).toBeLessThanOrEqual(30);
  });
});

describe('event streams', () => {
  it('lose nothing across a restart of the service, with 200 clients', async () => {
    const yard = await Yard.open();
    const settings = { ...yard.settings, REDIS_URL: undefined, RAILYARD_GRACE_S: 0 };
    let api = await start('api', settings);
    const runs = await Promise.all(
      seedsOf(20).map((seed) => call(api.url, '/v1/experiments', { body: experimentOf(seed) })),
    );
    const locations = runs.map(({ headers }) => String(headers.get('location')));
    /** As a browser does: connects again with the last number that it saw. */
    const client = async (location: string): Promise<StreamedEvent[]> => {
      const seen: StreamedEvent[] = [];
      while (!['succeeded', 'failed'].includes(seen.at(-1)?.event ?? '')) {
        const from: Record<string, string> =
          seen.length === 0 ? {} : { 'last-event-id': String(seen.at(-1)?.id) };
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
    const clients = Array.from({ length: 200 }, (_, index) =>
      client(elementAt(locations, index % locations.length)),
    );
    await new Promise((done) => setTimeout(done, 1000));
    expect((await api.end('SIGTERM')).code).toBe(0);
    api = await start('api', settings);
    const seen = await Promise.all(clients);
    for (const [index, events] of seen.entries()) {
      const history = (await call(api.url, `${locations[index % locations.length]}/history`)).json.items as {
        number: number;
        type: string;
      }[];
      expect(events.map(({ id, event }) => [id, event])).toEqual(
        history.map(({ number, type }) => [number, type]),
      );
    }
    await waitUntil(
      async () => /railyard_event_streams 0\n/.test((await call(api.url, '/metrics')).text),
      'all streams closed',
    );
    say('event streams', { clients: seen.length, events: seen.flat().length });
    await api.end('SIGTERM');
    await yard.close();
  });
});
