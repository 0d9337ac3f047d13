/** RELIABILITY R5 and R7: Redis dies with work in it, and stays away for a while. */
import { elementAt } from '@railyard/base';
import { waitUntil } from './harness.js';
import { type Reply, call } from './http.js';
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
  yardWithQueued,
} from './reliability.js';

export interface RedisKillFigures extends Verdict {
  /** Runs that Redis held when it was killed. */
  readonly queued: number;
  /** From the moment that Redis answers again until a runner has taken new work from it. */
  readonly resumedS: number;
}

/** R5: kill -9 of Redis, its append-only file on, while runs are queued and computed. */
export async function killRedis(runs: number): Promise<RedisKillFigures> {
  const { yard, api, storage, ids, expected } = await yardWithQueued(runs);
  const runner = await start('runner', yard.settings);
  await waitUntil(async () => (await storage.records.outbox.counts()).waiting < runs, 'work is done');
  await yard.redis.kill();
  // What runners hold already needs no Redis: once it is done, new work can only come from there.
  await waitUntil(
    async () => (await storage.records.outbox.counts()).running === 0,
    'runners have nothing left',
  );
  const { waiting: queued } = await storage.records.outbox.counts();
  await yard.redis.restart();
  const backMs = performance.now();
  await waitUntil(
    async () => (await storage.records.outbox.counts()).waiting < queued,
    'new work is taken',
    30_000,
  );
  const resumedS = (performance.now() - backMs) / 1000;
  await allEnded(storage, ids, 600_000);
  const verdict = await judge(storage, ids, expected);
  await runner.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  return { ...verdict, queued, resumedS };
}

export interface AbsenceFigures extends Verdict {
  /** Answers while Redis was away, by status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly readyAgainS: number;
}

/**
 * R7: Redis is killed under load; every kind of request is made meanwhile, and what was accepted is computed
 * when it is back.
 */
export async function loseRedis(runs: number): Promise<AbsenceFigures> {
  const yard = await Yard.open();
  const [api, runner] = await Promise.all([start('api', yard.settings), start('runner', yard.settings)]);
  const storage = await yard.storage();
  const before = (await storage.records.submissions.submitMany(seedsOf(runs).map(newRunOf))).map(
    ({ run }) => run.id,
  );
  // The first document of a process loads the engine: that is not what is timed here.
  await call(api.url, '/v1/experiments?dryRun=true', { body: experimentOf(1) });
  await yard.redis.kill();
  const answers = await everyKind(api, elementAt(before, 0), seedsOf(runs + 10).slice(runs));
  await yard.redis.restart();
  const backMs = performance.now();
  await waitUntil(async () => (await call(api.url, '/health/ready')).status === 200, 'ready again', 5000);
  const readyAgainS = (performance.now() - backMs) / 1000;
  const accepted = answers.filter(({ status }) => status === 202).map(({ reply }) => String(reply.json.id));
  await allEnded(storage, before, 120_000);
  const verdict = await judge(storage, [...before, ...accepted], await undisturbed(seedsOf(runs + 10)));
  await runner.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  const statuses: Record<string, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  return {
    ...verdict,
    statuses,
    slowestMs: Math.round(Math.max(...answers.map(({ ms }) => ms))),
    readyAgainS,
  };
}

interface Timed {
  readonly status: number;
  readonly ms: number;
  readonly reply: Reply;
}

async function everyKind({ url }: Started, run: string, seeds: readonly number[]): Promise<Timed[]> {
  const reads = [
    '/v1/runs',
    `/v1/runs/${run}`,
    `/v1/runs/${run}/history`,
    '/v1/runs/summary',
    '/v1/sweeps',
    '/v1/presets',
    '/v1/clusters',
    '/health/live',
    '/health/ready',
    '/metrics',
  ];
  const requests = [
    ...reads.map((path) => () => call(url, path)),
    ...seeds.map((seed) => () => call(url, '/v1/experiments', { body: experimentOf(seed) })),
    () => call(url, `/v1/runs/run-00000000000000000000000000/cancel`, { method: 'POST' }),
  ];
  const timed: Timed[] = [];
  for (const request of requests) {
    const startedMs = performance.now();
    const reply = await request();
    timed.push({ status: reply.status, ms: performance.now() - startedMs, reply });
  }
  return timed;
}
