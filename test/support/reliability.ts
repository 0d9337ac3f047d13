/**
 * Experiments on what the service survives. Each takes its size, so that the gate and the soak run the same
 * code, and returns its figures.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson, elementAt } from '@railyard/base';
import { ENGINE_VERSION, prepareExperiment } from '@railyard/experiments';
import { type NewRun, type RunEntity, type RunEvent, TERMINAL_EVENTS } from '@railyard/database';
import { type Storage, dispatchLocally, openStorage } from '@railyard/jobs';
import { type OwnRedis, freePort, startRedis } from '../../tools/redis-for-tests.mjs';
import { temporaryFolder, waitUntil } from './harness.js';
import { call } from './http.js';
import { start } from './processes.js';

const ENGINE_WORKER = join(import.meta.dirname, '../../dist/libs/jobs/src/simulation/simulation.worker.js');
const TENANT = 'default';

/** A small real experiment; each seed is another. */
export const experimentOf = (seed: number): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: `seed-${seed}`,
  preset: 'deepseek-v3-mpft',
  seed,
});

export function newRunOf(seed: number): NewRun {
  const { id, document } = prepareExperiment(experimentOf(seed));
  return {
    tenant: TENANT,
    experiment: { id, name: document.name, engineVersion: ENGINE_VERSION, document: canonicalJson(document) },
  };
}

/** Same figures again from the same seed (Park and Miller). */
export function randomSource(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Database, Redis and service of one experiment; runners come and go. */
export class Yard {
  readonly folder = temporaryFolder();
  readonly settings: Record<string, string | number>;

  private constructor(
    readonly redis: OwnRedis,
    port: number,
  ) {
    this.settings = {
      RAILYARD_DATABASE: join(this.folder.path, 'yard.db'),
      REDIS_URL: redis.url,
      RAILYARD_QUEUE_PREFIX: `yard-${randomBytes(3).toString('hex')}`,
      RAILYARD_THREADS: 2,
      PORT: port,
    };
  }

  static async open(): Promise<Yard> {
    return new Yard(await startRedis(), await freePort());
  }

  storage(): Promise<Storage> {
    return openStorage({ database: { file: String(this.settings.RAILYARD_DATABASE) } });
  }

  async close(): Promise<void> {
    await this.redis.stop();
    this.folder.remove();
  }
}

const calmHashes = new Map<number, string>();

/** Result hash of each seed, computed undisturbed; each seed once in a suite. */
export async function undisturbed(seeds: readonly number[]): Promise<Map<number, string>> {
  const missing = seeds.filter((seed) => !calmHashes.has(seed));
  if (missing.length > 0) await computeCalmly(missing);
  return new Map(seeds.map((seed) => [seed, String(calmHashes.get(seed))]));
}

async function computeCalmly(seeds: readonly number[]): Promise<void> {
  const folder = temporaryFolder();
  const storage = await openStorage({ database: { file: join(folder.path, 'calm.db') } });
  const dispatcher = dispatchLocally(storage, { threads: 2, workerFile: ENGINE_WORKER });
  const submissions = await storage.records.submissions.submitMany(seeds.map(newRunOf));
  dispatcher.wake();
  const runs = await allEnded(
    storage,
    submissions.map(({ run }) => run.id),
    600_000,
  );
  await dispatcher.drain();
  await storage.close();
  folder.remove();
  for (const [index, seed] of seeds.entries())
    calmHashes.set(seed, String(elementAt(runs, index).resultSha256));
}

export async function allEnded(
  storage: Storage,
  ids: readonly string[],
  timeoutMs: number,
): Promise<RunEntity[]> {
  await waitUntil(
    async () =>
      (await storage.records.outbox.counts()).waiting + (await storage.records.outbox.counts()).running === 0,
    'every run ended',
    timeoutMs,
  );
  const runs: RunEntity[] = [];
  for (const id of ids) runs.push((await storage.records.runs.find(TENANT, id)) as RunEntity);
  return runs;
}

/** What must hold after any disturbance. */
export interface Verdict {
  readonly runs: number;
  readonly lost: number;
  readonly notSucceeded: number;
  /** Runs with more or less than one terminal event, or with a gap in their numbers. */
  readonly badHistories: number;
  readonly wrongHashes: number;
}

export async function judge(
  storage: Storage,
  ids: readonly string[],
  expected: ReadonlyMap<number, string>,
): Promise<Verdict> {
  let [lost, notSucceeded, badHistories, wrongHashes] = [0, 0, 0, 0];
  for (const id of ids) {
    const run = await storage.records.runs.find(TENANT, id);
    if (run === null) {
      lost += 1;
      continue;
    }
    const events = await storage.records.runs.eventsAfter(id, 0, 100_000);
    const whole = events.every(({ number }, index) => number === index + 1);
    if (!whole || events.filter(({ type }) => TERMINAL_EVENTS.includes(type)).length !== 1) badHistories += 1;
    if (run.state !== 'succeeded') notSucceeded += 1;
    else if (run.resultSha256 !== expected.get(Number(run.name.replace('seed-', '')))) wrongHashes += 1;
  }
  return { runs: ids.length, lost, notSucceeded, badHistories, wrongHashes };
}

export const CLEAN = { lost: 0, notSucceeded: 0, badHistories: 0, wrongHashes: 0 };

export const seedsOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

export interface KillFigures extends Verdict {
  readonly kills: number;
  readonly interrupted: number;
  readonly recoveryP95S: number;
  readonly recoveryMaxS: number;
}

/** R1 and R3: kill -9 of the runner at random instants. */
export async function killRunners({
  runs,
  kills,
  seed,
}: {
  runs: number;
  kills: number;
  seed: number;
}): Promise<KillFigures> {
  const random = randomSource(seed);
  const seeds = seedsOf(runs);
  const expected = await undisturbed(seeds);
  const yard = await Yard.open();
  const api = await start('api', yard.settings);
  const storage = await yard.storage();
  const submissions = await storage.records.submissions.submitMany(seeds.map(newRunOf));
  const ids = submissions.map(({ run }) => run.id);
  const killedAtMs: number[] = [];
  const idle = async (): Promise<boolean> =>
    (await storage.records.outbox.counts()).waiting + (await storage.records.outbox.counts()).running === 0;
  while (killedAtMs.length < kills && !(await idle())) {
    const runner = await start('runner', yard.settings);
    await new Promise((done) => setTimeout(done, 100 + 900 * random()));
    killedAtMs.push(Date.now());
    await runner.end('SIGKILL');
  }
  const last = await start('runner', yard.settings);
  await allEnded(storage, ids, 600_000);
  const verdict = await judge(storage, ids, expected);
  const recoveries = (await recoveryTimes(storage, ids, killedAtMs)).sort((a, b) => a - b);
  await last.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  return {
    ...verdict,
    kills: killedAtMs.length,
    interrupted: recoveries.length,
    recoveryP95S: (recoveries[Math.ceil(recoveries.length * 0.95) - 1] ?? 0) / 1000,
    recoveryMaxS: (recoveries[recoveries.length - 1] ?? 0) / 1000,
  };
}

/**
 * From the kill of its runner until a run can be taken by another: what comes after is the queue's length,
 * not recovery.
 */
async function recoveryTimes(
  storage: Storage,
  ids: readonly string[],
  killedAtMs: readonly number[],
): Promise<number[]> {
  const times: number[] = [];
  for (const id of ids) {
    const events: RunEvent[] = await storage.records.runs.eventsAfter(id, 0, 100_000);
    events.forEach(({ type, atMs }, index) => {
      if (type !== 'requeued') return;
      // The lease began before the kill that ended it.
      const begunMs =
        events
          .slice(0, index)
          .reverse()
          .find((event) => event.type === 'running')?.atMs ?? 0;
      const killed = killedAtMs.find((ms) => ms >= begunMs && ms <= atMs);
      if (killed !== undefined) times.push(atMs - killed);
    });
  }
  return times;
}

/** A service whose queue holds so many runs, and no runner yet. */
export async function yardWithQueued(runs: number) {
  const seeds = seedsOf(runs);
  const expected = await undisturbed(seeds);
  const yard = await Yard.open();
  const api = await start('api', yard.settings);
  const storage = await yard.storage();
  const ids = (await storage.records.submissions.submitMany(seeds.map(newRunOf))).map(({ run }) => run.id);
  await waitUntil(async () => (await storage.records.outbox.counts()).undispatched === 0, 'all handed over');
  return { yard, api, storage, ids, expected };
}

/**
 * R6: the queue is wiped while runs wait; how long until all are known to it again, and what became of them.
 */
export async function wipeRedis(runs: number): Promise<Verdict & { readonly restoredS: number }> {
  const { yard, api, storage, ids, expected } = await yardWithQueued(runs);
  const { Redis } = await import('ioredis');
  const redis = new Redis(yard.redis.url);
  await redis.flushall();
  const wipedMs = performance.now();
  const prefix = String(yard.settings.RAILYARD_QUEUE_PREFIX);
  await waitUntil(
    async () =>
      (await redis.zcard(`${prefix}:railyard:prioritized`)) +
        (await redis.zcard(`${prefix}:railyard-first:prioritized`)) ===
      runs,
    'all in the queue again',
    30_000,
  );
  const restoredS = (performance.now() - wipedMs) / 1000;
  redis.disconnect();
  const runner = await start('runner', yard.settings);
  await allEnded(storage, ids, 600_000);
  const verdict = await judge(storage, ids, expected);
  await runner.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  return { ...verdict, restoredS };
}

/** Clients that a round of R4 adds. */
const CLIENTS = 40;

/**
 * R4: kill -9 of the API while clients submit with keys and repeat what got no answer. The runs are forced,
 * so that nothing but the key keeps a repeat from making another.
 */
export async function killApi({ kills, seed }: { kills: number; seed: number }): Promise<{
  readonly kills: number;
  readonly acknowledged: number;
  readonly missing: number;
  readonly doubled: number;
  readonly halfRows: number;
  /** Keys that name neither work nor an answer. */
  readonly orphans: number;
  /** Answers that were neither the run nor a lost connection. */
  readonly refused: number;
}> {
  const random = randomSource(seed);
  const yard = await Yard.open();
  const answers = new Map<number, Set<string>>();
  let next = 1;
  let refused = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const api = await start('api', yard.settings);
    let up = true;
    const submit = async (number: number): Promise<void> => {
      while (up) {
        const reply = await call(api.url, '/v1/experiments?force=true', {
          body: experimentOf(number),
          headers: { 'idempotency-key': `key-${number}` },
        }).catch(() => null);
        if (reply !== null && reply.status < 300) {
          answers.set(number, (answers.get(number) ?? new Set()).add(String(reply.headers.get('location'))));
          return;
        }
        if (reply !== null) refused += 1;
      }
    };
    // Everything of the round before is repeated: what was answered, and what was cut off.
    const first = Math.max(1, next - CLIENTS);
    const before = answers.size;
    const clients = Array.from({ length: 2 * CLIENTS }, (_, index) => submit(first + index));
    next = first + 2 * CLIENTS;
    // Somewhere between the first answer and the last.
    await waitUntil(() => answers.size > before, 'a first new answer');
    await new Promise((done) => setTimeout(done, 300 * random()));
    await api.end('SIGKILL');
    up = false;
    await Promise.all(clients);
  }
  const storage = await yard.storage();
  const rows = await storage.database.read.rows<{ id: string; name: string }>(
    'SELECT "id", "name" FROM "run"',
  );
  const halves = await storage.database.read.rows(
    `SELECT r."id" FROM "run" r LEFT JOIN "job" j ON j."runId" = r."id"
     LEFT JOIN "run_event" e ON e."runId" = r."id" AND e."number" = 1
     WHERE (r."state" = 'queued' AND j."runId" IS NULL) OR e."runId" IS NULL`,
  );
  const [orphans] = await storage.database.read.rows<{ count: number }>(
    `SELECT count(*) AS "count" FROM "idempotency_key" WHERE "made" IS NULL AND "status" IS NULL`,
  );
  const stored = new Set(rows.map(({ id }) => `/v1/runs/${id}`));
  const missing = [...answers.values()]
    .flatMap((locations) => [...locations])
    .filter((location) => !stored.has(location)).length;
  const doubled =
    [...answers.values()].filter((locations) => locations.size > 1).length +
    (rows.length - new Set(rows.map(({ name }) => name)).size);
  await storage.close();
  await yard.close();
  return {
    kills,
    acknowledged: answers.size,
    missing,
    doubled,
    halfRows: halves.length,
    orphans: Number(orphans?.count),
    refused,
  };
}
