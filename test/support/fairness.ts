/** One tenant floods a part of the service; another asks for little, alone and beside the flood. */
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { openStorage } from '@railyard/jobs';
import { temporaryFolder } from './harness.js';
import { type Reply, call as callAt } from './http.js';
import { type Started, start } from './processes.js';
import { experimentOf } from './reliability.js';
import { longRun } from './signals.js';

/** Those of the flood, more than may wait. */
const CLIENTS = 20;

/** Best times of the one who asks for little: what else this machine does adds to the others. */
export interface FairnessFigures {
  readonly aloneMs: number;
  readonly floodedMs: number;
  /** Requests of the flood that were taken in. */
  readonly flood: number;
}

const MANY = Array.from({ length: 20_000 }, (_, index) => index);

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
      RAILYARD_THREADS: 2,
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
    await this.timeOf(small, 3);
    const aloneMs = await this.timeOf(small, 5);
    const flood = Array.from({ length: 20 }, (_, index) =>
      this.flooding('/v1/experiments', { body: { ...longRun, name: `long-${index}`, seed: index } }),
    );
    const taken = (await Promise.all(flood)).filter(({ status }) => status === 202).length;
    // Both threads are busy with them.
    await new Promise((done) => setTimeout(done, 1500));
    return { aloneMs, floodedMs: await this.timeOf(small, 5), flood: taken };
  }

  /** Collectives of about a second each, as many as may wait, over and over. */
  async network(): Promise<FairnessFigures> {
    const request = (gpus: number, bytes: number): object => ({
      collective: 'all-to-all',
      cluster: { preset: 'h800-2048-mpft' },
      gpus,
      bytes,
    });
    const small = async (): Promise<void> => {
      await answered(() => this.modest('/v1/network', { body: request(64, (this.seed += 1)) }));
    };
    return this.besideLoop(small, () =>
      this.flooding('/v1/network', { body: request(192, (this.seed += 1)) }),
    );
  }

  /** Previews of 20,000 points, each given up after a moment. */
  async preview(): Promise<FairnessFigures> {
    const sweep = (seeds: readonly number[]): object => ({
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      name: `s${(this.seed += 1)}`,
      preset: 'deepseek-v3-mpft',
      parameters: { seed: { values: seeds } },
      limits: { runs: 20_000 },
    });
    const small = async (): Promise<void> => {
      await answered(() => this.modest('/v1/sweeps?dryRun=true', { body: sweep([1, 2]) }));
    };
    return this.besideLoop(small, async () => {
      const gone = new AbortController();
      setTimeout(() => gone.abort(), 300);
      return this.flooding('/v1/sweeps?dryRun=true', { body: sweep(MANY), signal: gone.signal });
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

  private async besideLoop(small: () => Promise<void>, one: () => Promise<Reply>): Promise<FairnessFigures> {
    await this.timeOf(small, 3);
    const aloneMs = await this.timeOf(small, 5);
    let [on, flood] = [true, 0];
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (on) {
        const reply = await one().catch(() => null);
        if (reply?.status !== 200) await new Promise((done) => setTimeout(done, 1000));
        if (reply?.status !== 429) flood += 1;
      }
    });
    await new Promise((done) => setTimeout(done, 1500));
    const floodedMs = await this.timeOf(small, 5);
    on = false;
    await Promise.all(clients);
    return { aloneMs, floodedMs, flood };
  }

  private async timeOf(work: () => Promise<void>, times: number): Promise<number> {
    const taken: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const sinceMs = performance.now();
      await work();
      taken.push(performance.now() - sinceMs);
    }
    return Math.min(...taken);
  }
}

async function answered(ask: () => Promise<Reply>): Promise<void> {
  const { status, text } = await ask();
  if (status !== 200) throw new Error(`${status} ${text}`);
}
