/**
 * Threads that tenants share: the one with the fewest is next, and one that has none while all are busy gets
 * an extra one besides. What a client no longer waits for is stopped.
 */
import { type TransferListItem } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type ProblemError, refusal } from '../common/index.js';
import { type WaitingClient, clientGone } from './waiting-client.js';

export interface FairThreadsOptions {
  readonly threads: number;
  /** Beyond these, for tenants who would wait for all of them. */
  readonly extraThreads: number;
  /** Tasks of one tenant that may wait. */
  readonly waitingPerTenant: number;
  readonly heapMB: number;
  readonly niceness: number;
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
  busy: number;
  threads: Piscina | null;
}

/** Tasks of all tenants that may wait, as a multiple of those of one. */
const TENANTS = 16;
const IDLE_MS = 30_000;

export class FairThreads {
  private waiting: Waiting[] = [];
  private readonly usual: ThreadPool;
  private readonly extra: ThreadPool;
  private readonly busyOf = new Map<string, number>();
  /** When each tenant was last served, as a count of turns. */
  private readonly servedAt = new Map<string, number>();
  private turns = 0;

  constructor(private readonly options: FairThreadsOptions) {
    this.usual = { most: options.threads, busy: 0, threads: null };
    this.extra = { most: options.extraThreads, busy: 0, threads: null };
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
    try {
      pool.threads ??= this.open(pool.most);
      return await pool.threads.run(task, { filename: worker.href, transferList, signal: client.gone });
    } catch (error) {
      throw client.gone.aborted ? clientGone() : error;
    } finally {
      this.count(client.tenant, pool, -1);
      this.next();
    }
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
      this.servedAt.set(tenant, ++this.turns);
      entry.start(pool);
    }
  }

  private chosen(): Waiting | undefined {
    const { threads, extraThreads } = this.options;
    const busyOf = ({ client }: Waiting): number => this.busyOf.get(client.tenant) ?? 0;
    const servedAt = ({ client }: Waiting): number => this.servedAt.get(client.tenant) ?? 0;
    const [first] = [...this.waiting].sort((a, b) => busyOf(a) - busyOf(b) || servedAt(a) - servedAt(b));
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

  private open(maxThreads: number): Piscina {
    const { niceness, heapMB } = this.options;
    const pool = new Piscina({
      minThreads: 0,
      maxThreads,
      idleTimeout: IDLE_MS,
      execArgv: [],
      niceIncrement: niceness,
      resourceLimits: { maxOldGenerationSizeMb: heapMB },
    });
    // The caller's promise rejects when the thread ends; without a listener the process would end too.
    pool.on('error', () => undefined);
    return pool;
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
