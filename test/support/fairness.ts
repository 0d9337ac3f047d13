/** One tenant floods a part of the service; another asks for little, alone and alongside the flood. */
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { openStorage } from '@railyard/jobs';
import { temporaryFolder, waitUntil } from './harness.js';
import { type Reply, call as callAt } from './http.js';
import { type Started, start } from './processes.js';
import { experimentOf } from './reliability.js';
import { longRun } from './signals.js';

/** Those of the flood, more than may wait. */
const CLIENTS = 20;
/** Of these, who give up a preview after a moment. */
const IMPATIENT = 8;
const PATIENCE_MS = 300;
/** For the flood to begin, on a busy machine. */
const SOON_MS = 120_000;
/** Threads that compute, without those for tenants who would wait for all of them. */
export const THREADS = 2;

/**
 * Fairness is an order: how many requests of the flood end while a small one is under way. Each thread may
 * end what it computes and one after; first in, first out ends all that waits. Times are what a reader wants
 * to know, and say as much about the machine: a thread waits for a processor, no matter who asked for its
 * work.
 */
export interface FairnessFigures {
  /** Median times of the one who asks for little. */
  readonly aloneMs: number;
  readonly floodedMs: number;
  /** Requests of the flood that were under way when the small one came: the median. */
  readonly flood: number;
  /** Of these and later ones, those that ended before it: the median. */
  readonly endedBefore: number;
  /** What the flood was answered. */
  readonly statuses: readonly number[];
}

/** What the flood has done so far. */
interface Flood {
  underWay: number;
  ended: number;
  readonly statuses: Set<number>;
}

/** As many values as a parameter may have. */
const MANY = Array.from({ length: 10_000 }, (_, index) => index);

type Ask = (path: string, options?: Parameters<typeof callAt>[2]) => Promise<Reply>;

/** A service with two tenants, and a runner where there is a Redis. */
export class Tenants {
  private readonly folder = temporaryFolder();
  private readonly processes: Started[] = [];
  private readonly secrets: string[] = [];
  private seed = 1000;

  /** @param redis address of a Redis; the service computes by itself without one. */
  static async open(redis?: string): Promise<Tenants> {
    const tenants = new Tenants();
    const file = join(tenants.folder.path, 'fair.db');
    const storage = await openStorage({ database: { file } });
    for (const tenant of ['flooding', 'modest']) {
      const scopes = ['read', 'write'] as const;
      const { secret } = await storage.records.apiKeys.create({ tenant, name: tenant, scopes: [...scopes] });
      tenants.secrets.push(secret);
    }
    await storage.close();
    const settings = {
      RAILYARD_DATABASE: file,
      RAILYARD_REQUIRE_KEYS: 'true',
      RAILYARD_THREADS: THREADS,
      RAILYARD_GRACE_S: 0,
      ...(redis === undefined
        ? {}
        : { REDIS_URL: redis, RAILYARD_QUEUE_PREFIX: `fair-${process.pid}-${Date.now()}` }),
    };
    tenants.processes.push(await start('api', settings));
    if (redis !== undefined) tenants.processes.push(await start('runner', settings));
    return tenants;
  }

  async close(): Promise<void> {
    for (const one of [...this.processes].reverse()) await one.end('SIGKILL');
    this.folder.remove();
  }

  /** Replays of minutes each wait and run; another tenant's run of a moment comes. */
  async queue(): Promise<FairnessFigures> {
    const small = (): Promise<void> => this.runToEnd(experimentOf((this.seed += 1)));
    const aloneMs = await alone(small);
    const asked = Array.from({ length: CLIENTS }, (_, index) =>
      this.flooding('/v1/experiments', { body: { ...longRun, name: `long-${index}`, seed: index } }),
    );
    const replies = await Promise.all(asked);
    const taken = replies.filter(({ status }) => status === 202);
    const states = async (): Promise<unknown[]> => {
      const runs = taken.map(({ headers }) => this.flooding(String(headers.get('location'))));
      return (await Promise.all(runs)).map(({ json }) => json.state);
    };
    const under = (all: unknown[], state: string): number => all.filter((one) => one === state).length;
    await waitUntil(async () => under(await states(), 'running') >= THREADS, 'all threads are busy', SOON_MS);
    const floodedMs = median((await measured(small)).map(({ ms }) => ms));
    const all = await states();
    const underWay = under(all, 'running') + under(all, 'queued');
    const statuses = [...new Set(replies.map(({ status }) => status))];
    return { aloneMs, floodedMs, flood: taken.length, endedBefore: taken.length - underWay, statuses };
  }

  /** Collectives of about a second each, as many as may wait, over and over. */
  async network(): Promise<FairnessFigures> {
    const request = (gpus: number): object => ({
      collective: 'all-to-all',
      cluster: { preset: 'h800-2048-mpft' },
      gpus,
      bytes: (this.seed += 1),
    });
    const small = async (): Promise<void> => {
      await answered(() => this.modest('/v1/network', { body: request(64) }));
    };
    // About as much as a client may wait for.
    const large = (): object => ({ ...request(180), flap: ['node:0/nic:2@0.00001+3'], reroute: 0.001 });
    return this.besideLoop(small, (_, signal) => this.flooding('/v1/network', { body: large(), signal }));
  }

  /** Previews of 10,000 points, some given up after a moment. */
  async preview(): Promise<FairnessFigures> {
    const sweep = (seeds: readonly number[]): object => ({
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      name: `s${(this.seed += 1)}`,
      preset: 'deepseek-v3-mpft',
      parameters: { seed: { values: seeds } },
      limits: { runs: MANY.length },
    });
    const small = async (): Promise<void> => {
      await answered(() => this.modest('/v1/sweeps?dryRun=true', { body: sweep([1, 2]) }));
    };
    return this.besideLoop(small, (client, end) => {
      const signal = client < IMPATIENT ? AbortSignal.any([end, AbortSignal.timeout(PATIENCE_MS)]) : end;
      return this.flooding('/v1/sweeps?dryRun=true', { body: sweep(MANY), signal });
    });
  }

  private readonly flooding: Ask = (path, options) => this.as(0, path, options);
  private readonly modest: Ask = (path, options) => this.as(1, path, options);

  private as(tenant: number, path: string, options: Parameters<typeof callAt>[2] = {}): Promise<Reply> {
    const headers = { ...options.headers, authorization: `Bearer ${elementAt(this.secrets, tenant)}` };
    return callAt(elementAt(this.processes, 0).url, path, { ...options, headers });
  }

  private async runToEnd(body: object): Promise<void> {
    const { headers } = await this.modest('/v1/experiments', { body });
    const location = String(headers.get('location'));
    while ((await this.modest(location)).json.state !== 'succeeded')
      await new Promise((done) => setTimeout(done, 10));
  }

  /** @param ask a request of one client of the flood, which ends with the signal. */
  private async besideLoop(
    small: () => Promise<void>,
    ask: (client: number, end: AbortSignal) => Promise<Reply>,
  ): Promise<FairnessFigures> {
    const aloneMs = await alone(small);
    const over = new AbortController();
    const flood: Flood = { underWay: 0, ended: 0, statuses: new Set() };
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      while (!over.signal.aborted) {
        flood.underWay += 1;
        const reply = await ask(client, over.signal).catch(() => null);
        flood.underWay -= 1;
        if (reply !== null) flood.statuses.add(reply.status);
        if (reply?.status === 200) flood.ended += 1;
        else if (!over.signal.aborted) await new Promise((done) => setTimeout(done, 1000));
      }
    });
    const waiting = CLIENTS - IMPATIENT;
    await waitUntil(() => flood.underWay >= waiting, 'the flood waits', SOON_MS);
    const asks = await measured(small, flood);
    over.abort();
    await Promise.all(clients);
    return {
      aloneMs,
      floodedMs: median(asks.map(({ ms }) => ms)),
      flood: median(asks.map(({ underWay }) => underWay)),
      endedBefore: median(asks.map(({ ended }) => ended)),
      statuses: [...flood.statuses],
    };
  }
}

interface Measured {
  readonly ms: number;
  /** Of the flood, when the work began. */
  readonly underWay: number;
  /** Of the flood, while it was done. */
  readonly ended: number;
}

/** The first times warm what is computed for the first time. */
async function alone(small: () => Promise<void>): Promise<number> {
  await measured(small);
  return median((await measured(small)).map(({ ms }) => ms));
}

/** Five times the same work. */
async function measured(work: () => Promise<void>, flood?: Flood): Promise<Measured[]> {
  const all: Measured[] = [];
  for (let time = 0; time < 5; time += 1) {
    const { underWay, ended } = flood ?? { underWay: 0, ended: 0 };
    const sinceMs = performance.now();
    await work();
    all.push({ ms: performance.now() - sinceMs, underWay, ended: (flood?.ended ?? 0) - ended });
  }
  return all;
}

function median(values: readonly number[]): number {
  return elementAt(
    [...values].sort((a, b) => a - b),
    values.length >> 1,
  );
}

async function answered(ask: () => Promise<Reply>): Promise<void> {
  const { status, text } = await ask();
  if (status !== 200) throw new Error(`${status} ${text}`);
}
