/** RELIABILITY R16 and R18: runs that misbehave, and runs that nobody wants any more, through the service. */
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { redisServerAvailable } from '../../tools/redis-for-tests.mjs';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { say } from '../support/figures.js';
import { FAKE_WORKER, temporaryFolder, waitUntil } from '../support/harness.js';
import { call as callAt } from '../support/http.js';
import { start } from '../support/processes.js';
import { Yard, experimentOf, randomSource } from '../support/reliability.js';
import { longRun } from '../support/signals.js';

const RUN_TIMEOUT_S = 4;
const TERMINAL = ['succeeded', 'failed', 'cancelled'];

const folder = temporaryFolder();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({
    port: 0,
    databaseFile: join(folder.path, 'runs.db'),
    workerFile: FAKE_WORKER,
    threads: 2,
    runTimeoutS: RUN_TIMEOUT_S,
    runHeapMB: 64,
    logLevel: 'silent',
    graceS: 1,
  });
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

interface Run {
  readonly state: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly resultSha256: string | null;
}

const call = (path: string, options?: Parameters<typeof callAt>[2]) => callAt(server.url, path, options);
const read = async (location: string): Promise<Run> => (await call(location)).json as unknown as Run;

/** The name says how the worker behaves: `fake-spin`, `fake-answer-500`. */
async function submit(name: string): Promise<string> {
  return String(
    (await call('/v1/experiments', { body: { ...experimentOf(1), name } })).headers.get('location'),
  );
}

async function ended(location: string): Promise<Run> {
  await waitUntil(async () => (await read(location)).finishedAt !== null, `${location} ended`, 30_000);
  return read(location);
}

async function cancel(location: string): Promise<{ readonly state: string; readonly ms: number }> {
  const startedMs = performance.now();
  const { json } = await call(`${location}/cancel`, { method: 'POST' });
  return { state: String(json.state), ms: performance.now() - startedMs };
}

const terminalEvents = async (location: string): Promise<string[]> =>
  ((await call(`${location}/history`)).json.items as { type: string }[])
    .map(({ type }) => type)
    .filter((type) => TERMINAL.includes(type));

it(
  'R16: poisoned runs end with a reason within their limits, alongside others that notice ' + 'nothing',
  async () => {
    const poisons = ['throw', 'spin', 'allocate', 'exit'];
    const poisoned: string[] = [];
    const beside: string[] = [];
    for (const poison of poisons) {
      poisoned.push(await submit(`fake-${poison}`));
      for (let one = 0; one < 5; one += 1) beside.push(await submit(`fake-answer-${20 + beside.length}`));
    }
    const ends = await Promise.all(poisoned.map(ended));
    const seconds = ends.map(
      ({ startedAt, finishedAt }) => (Date.parse(String(finishedAt)) - Date.parse(startedAt)) / 1000,
    );
    const others = await Promise.all(beside.map(ended));
    say('R16', {
      seconds: Object.fromEntries(poisons.map((poison, index) => [poison, seconds[index]])),
      beside: others.length,
    });
    expect(ends.map(({ state, failure }) => [state, failure?.code])).toEqual([
      ['failed', 'crashed'],
      ['failed', 'timed-out'],
      ['failed', 'out-of-memory'],
      ['failed', 'crashed'],
    ]);
    for (const { failure } of ends) expect(failure?.message).toMatch(/\S/);
    for (const limit of seconds) expect(limit).toBeLessThan(RUN_TIMEOUT_S + 3);
    expect(others.every(({ state }) => state === 'succeeded')).toBe(true);
    expect((await ended(await submit('fake-answer-1'))).state).toBe('succeeded');
  },
);

it('R18: a run is cancelled in every state, at once and for good', async () => {
  const long = await Promise.all(
    [1400, 1410, 1420, 1430, 1440, 1450, 1460, 1470].map((ms) => submit(`fake-answer-${ms}`)),
  );
  // Two run, two are leased ahead, four wait in the database.
  const [runs, alsoRuns] = [elementAt(long, 0), elementAt(long, 1)];
  const [isLeased, waits] = [elementAt(long, 2), elementAt(long, 7)];
  await waitUntil(async () => (await read(alsoRuns)).state === 'running', 'two run');
  const waiting = await cancel(waits);
  const leased = await cancel(isLeased);
  const running = await cancel(runs);
  expect([waiting, leased, running].map(({ state }) => state)).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
  const [succeeded, failed] = [await submit('fake-answer-2'), await submit('fake-throw')];
  await ended(succeeded);
  await ended(failed);
  expect((await cancel(succeeded)).state).toBe('succeeded');
  expect((await cancel(failed)).state).toBe('failed');
  expect((await cancel(runs)).state).toBe('cancelled');
  await Promise.all(long.map(ended));
  for (const location of [runs, isLeased, waits]) {
    expect(await read(location)).toMatchObject({ state: 'cancelled', resultSha256: null });
    expect(await terminalEvents(location)).toEqual(['cancelled']);
  }
  say('R18', {
    waitingMs: Math.round(waiting.ms),
    leasedMs: Math.round(leased.ms),
    runningMs: Math.round(running.ms),
  });
});

it('R18: a cancel that meets the end of its run: one of them counts', async () => {
  const random = randomSource(20261123);
  const states = new Map<unknown, number>();
  await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const location = await submit(`fake-answer-${100 + index}`);
      await waitUntil(async () => (await read(location)).state !== 'queued', 'it is taken', 30_000);
      await new Promise((done) => setTimeout(done, 400 * random()));
      const told = await cancel(location);
      states.set(told.state, (states.get(told.state) ?? 0) + 1);
      await new Promise((done) => setTimeout(done, 500));
      // What was answered stays true, and the history agrees.
      expect([(await read(location)).state, await terminalEvents(location)]).toEqual([
        told.state,
        [told.state],
      ]);
    }),
  );
  say('R18, meeting the end', Object.fromEntries(states));
  expect([...states.keys()].sort()).toEqual(['cancelled', 'succeeded']);
});

(redisServerAvailable() ? it : it.skip)(
  'R18: a runner drops a cancelled run within 2 s and takes the next',
  async () => {
    const yard = await Yard.open();
    const [api, runner] = await Promise.all([
      start('api', yard.settings),
      start('runner', { ...yard.settings, RAILYARD_THREADS: 1 }),
    ]);
    const location = String(
      (await callAt(api.url, '/v1/experiments', { body: longRun })).headers.get('location'),
    );
    await waitUntil(async () => (await callAt(api.url, location)).json.state === 'running', 'the long run');
    const next = String(
      (await callAt(api.url, '/v1/experiments', { body: experimentOf(2) })).headers.get('location'),
    );
    const startedMs = performance.now();
    expect((await callAt(api.url, `${location}/cancel`, { method: 'POST' })).json.state).toBe('cancelled');
    await waitUntil(() => runner.log().includes('"msg":"run stopped"'), 'the thread is ended', 2000);
    const stoppedMs = performance.now() - startedMs;
    await waitUntil(async () => (await callAt(api.url, next)).json.state === 'succeeded', 'the next run');
    expect((await callAt(api.url, location)).json).toMatchObject({ state: 'cancelled', resultSha256: null });
    say('R18, a runner of its own', { stoppedMs: Math.round(stoppedMs) });
    await runner.end('SIGTERM');
    await api.end('SIGTERM');
    await yard.close();
  },
);
