/** RELIABILITY R8: processes are asked to stop while they work. */
import { waitUntil } from './harness.js';
import { call } from './http.js';
import { type Started, start } from './processes.js';
import {
  type Verdict,
  Yard,
  allEnded,
  experimentOf,
  judge,
  newRunOf,
  seedsOf,
  undisturbed,
} from './reliability.js';

interface End {
  readonly code: number | null;
  readonly ms: number;
}

export interface StopFigures extends Verdict {
  /** With a long and with no grace period. */
  readonly runner: readonly End[];
  readonly api: End;
}

/**
 * SIGTERM to runners and to a service that computes by itself, in the middle of their work; others end what
 * is left.
 */
export async function stopUnderLoad(runs: number): Promise<StopFigures> {
  const expected = await undisturbed(seedsOf(runs));
  const yard = await Yard.open();
  let api = await start('api', yard.settings);
  const storage = await yard.storage();
  const ids = (await storage.records.submissions.submitMany(seedsOf(runs).map(newRunOf))).map(
    ({ run }) => run.id,
  );
  const busy = (): Promise<void> =>
    waitUntil(async () => (await storage.records.outbox.counts()).running > 0, 'work is done');
  const ends: End[] = [];
  for (const graceS of [20, 0]) {
    const runner = await start('runner', { ...yard.settings, RAILYARD_GRACE_S: graceS });
    await busy();
    ends.push(await runner.end('SIGTERM'));
  }
  await api.end('SIGTERM');
  api = await start('api', { ...yard.settings, REDIS_URL: undefined, RAILYARD_GRACE_S: 0 });
  await busy();
  const ended = await api.end('SIGTERM');
  api = await start('api', yard.settings);
  const runner = await start('runner', yard.settings);
  await allEnded(storage, ids, 120_000);
  const verdict = await judge(storage, ids, expected);
  await runner.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  return { ...verdict, runner: ends, api: ended };
}

/** Minutes of work: a replay of many lives. */
export const longRun = {
  ...experimentOf(1),
  name: 'long',
  replay: { faults: { preset: 'llama3-h100' }, horizon: { kind: 'wall', days: 365 }, replicas: 50_000 },
};

/**
 * A run that outlives every patience; SIGTERM is answered by waiting for it, and a second SIGTERM by ending.
 */
export async function stopTwice(): Promise<{
  readonly waitedMs: number;
  readonly runner: End;
  readonly api: End;
}> {
  const yard = await Yard.open();
  const patient = { ...yard.settings, RAILYARD_GRACE_S: 60 };
  const stopped = async (worker: Started): Promise<End> => {
    worker.process.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, WAITED_MS));
    if (worker.process.exitCode !== null) throw new Error(`it did not wait for its run: ${worker.log()}`);
    return worker.end('SIGTERM');
  };
  let api = await start('api', yard.settings);
  const runner = await start('runner', patient);
  const location = String(
    (await call(api.url, '/v1/experiments', { body: longRun })).headers.get('location'),
  );
  const runs = (): Promise<void> =>
    waitUntil(async () => (await call(api.url, location)).json.state === 'running', 'the long run');
  await runs();
  const runnerEnd = await stopped(runner);
  await api.end('SIGTERM');
  // Its lease is dead; the service takes the run up by itself.
  api = await start('api', { ...patient, REDIS_URL: undefined });
  await waitUntil(
    async () => /"type":"requeued".*"type":"running"/.test((await call(api.url, `${location}/history`)).text),
    'the run is taken up again',
  );
  const apiEnd = await stopped(api);
  api = await start('api', yard.settings);
  if ((await call(api.url, `${location}/cancel`, { method: 'POST' })).json.state !== 'cancelled')
    throw new Error('the run was lost');
  await api.end('SIGTERM');
  await yard.close();
  return { waitedMs: WAITED_MS, runner: runnerEnd, api: apiEnd };
}

const WAITED_MS = 1000;
