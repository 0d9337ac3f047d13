/**
 * Threads that tenants share: the one with the fewest is next, of equals the one whose work took least, and
 * one that has none while all are busy gets an extra one besides. Extra threads go before the others at the
 * processor and are warm. What a client no longer waits for is stopped.
 */
import { type TransferListItem } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { THREAD_ARGUMENTS } from '@railyard/base';
import { type ProblemError, refusal } from '../common/index.js';
import { type WaitingClient, clientGone } from './waiting-client.js';

export interface FairThreadsOptions {
  readonly threads: number;
  /** Beyond these, for tenants who would wait for all of them. */
  readonly extraThreads: number;
  /** Tasks of one tenant that may wait. */
  readonly waitingPerTenant: number;
  readonly heapMB: number;
  /** Of extra threads; the others give way to them. */
  readonly niceness: number;
  /** A monotonic clock in milliseconds. */
  readonly clock?: () => number;
}

/** What an extra thread does before it is needed: first tasks load and compile the engine. */
export interface WarmUp {
  readonly worker: URL;
  readonly task: () => object;
  /** Until a task takes no less than the one before. */
  readonly times: number;
}

/** Of a client, or of work that the service took on. */
type Waiter = Pick<WaitingClient, 'tenant' | 'gone'>;

interface Waiting {
  readonly client: Waiter;
  readonly start: (pool: ThreadPool) => void;
}

/**
 * Extra threads are a pool of their own: abandoned work ends its thread, and its tenant's next task would
 * take the one that another has warmed.
 */
interface ThreadPool {
  readonly most: number;
  readonly niceness: number;
  readonly idleMs: number;
  busy: number;
  threads: Piscina | null;
}

/** Tasks of all tenants that may wait, as a multiple of those of one. */
const TENANTS = 16;
const IDLE_MS = 30_000;
/** Extra threads stay, and are warm, a while after the last. */
const EXTRA_IDLE_MS = 300_000;
/**
 * The kernel gives a thread about a quarter more time for each step: alongside an extra thread one of the
 * others has a third of its share.
 */
const GIVE_WAY = 5;

export class FairThreads {
  private waiting: Waiting[] = [];
  private readonly usual: ThreadPool;
  private readonly extra: ThreadPool;
  private readonly busyOf = new Map<string, number>();
  /**
   * Start-time fair queueing (Goyal et al. 1996): thread time that each tenant has used, in ms. Who was away
   * begins where the latest task began, so that nobody saves up a right to hold up others.
   */
  private readonly usedMs = new Map<string, number>();
  private latestStartMs = 0;
  private readonly clock: () => number;
  private warmUp: WarmUp | null = null;
  private warming = false;

  constructor(private readonly options: FairThreadsOptions) {
    const { threads, extraThreads, niceness } = options;
    const idle = { busy: 0, threads: null };
    this.usual = { most: threads, niceness: niceness + GIVE_WAY, idleMs: IDLE_MS, ...idle };
    this.extra = { most: extraThreads, niceness, idleMs: EXTRA_IDLE_MS, ...idle };
    this.clock = options.clock ?? (() => performance.now());
  }

  /**
   * @param worker file whose default export takes the task.
   * @throws ProblemError 429 when too many tasks wait, 499 when the client is gone.
   */
  async run(
    client: Waiter,
    worker: URL,
    task: object,
    transferList: TransferListItem[] = [],
  ): Promise<unknown> {
    const { waitingPerTenant } = this.options;
    const own = this.waiting.filter(({ client: { tenant } }) => tenant === client.tenant).length;
    if (own >= waitingPerTenant || this.waiting.length >= TENANTS * waitingPerTenant)
      throw busy(waitingPerTenant);
    const pool = await this.turnOf(client);
    const startedMs = this.clock();
    try {
      return await this.open(pool).run(task, {
        filename: worker.href,
        transferList,
        signal: client.gone,
      });
    } catch (error) {
      throw client.gone.aborted ? clientGone() : error;
    } finally {
      this.charge(client.tenant, this.clock() - startedMs);
      this.count(client.tenant, pool, -1);
      this.next();
    }
  }

  /** From now on an extra thread is ready where tasks are computed. */
  keepReady(warmUp: WarmUp): void {
    this.warmUp = warmUp;
  }

  async destroy(): Promise<void> {
    await Promise.all([this.usual, this.extra].map(({ threads }) => threads?.destroy()));
  }

  private turnOf(client: Waiter): Promise<ThreadPool> {
    return new Promise((resolve, reject) => {
      const drop = (): void => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        reject(clientGone());
      };
      const start = (pool: ThreadPool): void => {
        client.gone.removeEventListener('abort', drop);
        resolve(pool);
      };
      const entry: Waiting = { client, start };
      if (client.gone.aborted) return drop();
      client.gone.addEventListener('abort', drop, { once: true });
      this.waiting.push(entry);
      this.next();
    });
  }

  /** Starts what may start now. */
  private next(): void {
    for (let entry = this.chosen(); entry !== undefined; entry = this.chosen()) {
      const { tenant } = entry.client;
      this.waiting = this.waiting.filter((other) => other !== entry);
      const pool = this.usual.busy < this.usual.most ? this.usual : this.extra;
      this.count(tenant, pool, 1);
      this.latestStartMs = this.startOf(tenant);
      this.usedMs.set(tenant, this.latestStartMs);
      entry.start(pool);
    }
    this.makeReady();
  }

  /** Where one tenant asks, another may be held up by them soon: an extra thread is made ready. */
  private makeReady(): void {
    const { warmUp } = this;
    if (warmUp === null || this.warming || this.busyOf.size === 0) return;
    const threads = this.open(this.extra);
    if (threads.threads.length > 0) return;
    this.warming = true;
    void (async () => {
      for (let time = 0; time < warmUp.times; time += 1)
        await threads.run(warmUp.task(), { filename: warmUp.worker.href });
    })()
      .catch(() => undefined)
      .finally(() => (this.warming = false));
  }

  private chosen(): Waiting | undefined {
    const { threads, extraThreads } = this.options;
    const busyOf = ({ client }: Waiting): number => this.busyOf.get(client.tenant) ?? 0;
    const startOf = ({ client }: Waiting): number => this.startOf(client.tenant);
    const [first] = [...this.waiting].sort((a, b) => busyOf(a) - busyOf(b) || startOf(a) - startOf(b));
    const busy = this.usual.busy + this.extra.busy;
    if (first === undefined || busy < threads) return first;
    return busyOf(first) === 0 && busy < threads + extraThreads ? first : undefined;
  }

  private count(tenant: string, pool: ThreadPool, change: 1 | -1): void {
    pool.busy += change;
    const busyOfTenant = (this.busyOf.get(tenant) ?? 0) + change;
    if (busyOfTenant === 0) this.busyOf.delete(tenant);
    else this.busyOf.set(tenant, busyOfTenant);
  }

  /** What is not beyond the latest start says nothing any more. */
  private charge(tenant: string, ms: number): void {
    this.usedMs.set(tenant, (this.usedMs.get(tenant) ?? 0) + ms);
    for (const [other, used] of this.usedMs)
      if (used <= this.latestStartMs && !this.busyOf.has(other)) this.usedMs.delete(other);
  }

  /** Where a task of the tenant begins that starts now. */
  private startOf(tenant: string): number {
    return Math.max(this.latestStartMs, this.usedMs.get(tenant) ?? 0);
  }

  private open(pool: ThreadPool): Piscina {
    if (pool.threads !== null) return pool.threads;
    const threads = new Piscina({
      minThreads: 0,
      maxThreads: pool.most,
      idleTimeout: pool.idleMs,
      execArgv: [...THREAD_ARGUMENTS],
      niceIncrement: pool.niceness,
      resourceLimits: { maxOldGenerationSizeMb: this.options.heapMB },
    });
    // The caller's promise rejects when the thread ends; without a listener the process would end too.
    threads.on('error', () => undefined);
    pool.threads = threads;
    return threads;
  }
}

const busy = (most: number): ProblemError =>
  refusal(
    429,
    'busy',
    'Too many requests are waiting',
    `At most ${most} requests may wait to be computed.`,
    'Try again in a moment.',
    { 'retry-after': '2' },
  );
