/**
 * Clients of every kind at once for a while: some submit new experiments, some repeat old ones, some read,
 * edit and cancel.
 */
import { elementAt, entryOf } from '@railyard/base';
import { type Reply, call } from './http.js';
import { experimentOf, randomSource } from './reliability.js';

export interface LoadOptions {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  readonly seed: number;
  /** Pause of a client after each request, on average. */
  readonly thinkMs: number;
  /** Share of the requests that submit something new, 0..1. */
  readonly newShare: number;
  /** Whether definitions are written and runs cancelled too. */
  readonly edits: boolean;
  /**
   * Whether the service's quota of live runs will be reached: nothing new is submitted then for as long as
   * the answer says.
   */
  readonly meetsQuota?: boolean;
}

export interface LoadFigures {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** No answer at all, any 5xx, and any 4xx that the request does not explain. */
  readonly unexplained: readonly string[];
  /** Submissions that the quota did not allow. */
  readonly overQuota: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

export interface Load extends LoadFigures {
  /** Run ids of the new experiments that were accepted and never cancelled. */
  readonly accepted: readonly string[];
}

/** Latencies in steps of a twentieth, so that a day of them takes no memory. */
class Latencies {
  private readonly counts = new Map<number, number>();
  private count = 0;
  slowestMs = 0;

  add(ms: number): void {
    this.slowestMs = Math.max(this.slowestMs, ms);
    const step = Math.ceil(Math.log(Math.max(ms, 0.1)) / Math.log(1.05));
    this.counts.set(step, (this.counts.get(step) ?? 0) + 1);
    this.count += 1;
  }

  quantile(share: number): number {
    let left = share * this.count;
    for (const [step, count] of [...this.counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return Math.exp(step * Math.log(1.05));
    }
    return 0;
  }
}

/**
 * Every answer that these requests may have: 409 and 412 when two clients write the same definition, 404 when
 * it was removed.
 */
const EXPLAINED = [200, 201, 202, 204, 404, 409, 412];
const isOverQuota = ({ status, json, headers }: Reply): boolean =>
  status === 429 && String(json.type).endsWith(':quota') && Number(headers.get('retry-after')) > 0;
const CLUSTERS = ['h800-2048-mpft', 'h800-2048-mrft'];

export async function loadFor({
  url,
  clients,
  seconds,
  seed,
  thinkMs,
  newShare,
  edits,
  meetsQuota = false,
}: LoadOptions): Promise<Load> {
  const random = randomSource(seed);
  const latencies = new Latencies();
  const byStatus: Record<string, number> = {};
  const unexplained: string[] = [];
  const accepted: string[] = [];
  const endMs = performance.now() + seconds * 1000;
  let [requests, newest, overQuota, fullUntilMs] = [0, 0, 0, 0];

  const request = async (path: string, options: Parameters<typeof call>[2] = {}) => {
    const startedMs = performance.now();
    requests += 1;
    const reply = await call(url, path, options).catch((error: Error) => error);
    latencies.add(performance.now() - startedMs);
    const status = reply instanceof Error ? 'none' : String(reply.status);
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (meetsQuota && !(reply instanceof Error) && isOverQuota(reply)) {
      overQuota += 1;
      fullUntilMs = performance.now() + 1000 * Number(reply.headers.get('retry-after'));
      return null;
    }
    if (reply instanceof Error || !EXPLAINED.includes(reply.status)) {
      unexplained.push(
        `${options.method ?? ''} ${path}: ` +
          (reply instanceof Error
            ? `${reply.message} (${String(reply.cause)})`
            : `${reply.status} ${reply.text.slice(0, 200)}`),
      );
      return null;
    }
    return reply;
  };
  const submit = async (number: number): Promise<string | null> =>
    (
      await request('/v1/experiments', {
        body: experimentOf(number),
        headers: { 'idempotency-key': `load-${seed}-${number}` },
      })
    )?.headers.get('location') ?? null;
  const known = (): number => 1 + Math.floor(random() * Math.max(newest, 1));

  const submitNew = async (): Promise<void> => {
    const number = (newest += 1);
    const location = await submit(number);
    if (location !== null) accepted.push(elementAt(location.split('/'), 3));
  };
  const read = async (): Promise<void> => {
    const page = await request(`/v1/runs?limit=20&sort=${random() < 0.5 ? '-createdAt' : 'mfuCausal'}`);
    const items = (page?.json.items ?? []) as readonly { readonly links: Readonly<Record<string, string>> }[];
    const one = items[Math.floor(random() * items.length)];
    if (one !== undefined)
      await request(random() < 0.5 ? entryOf(one.links, 'self') : `${entryOf(one.links, 'self')}/history`);
  };
  const cancelOne = async (): Promise<void> => {
    // Of another range of seeds, so that nobody waits for it.
    const location = await submit(1_000_000 + known());
    if (location !== null) await request(`${location}/cancel`, { method: 'POST' });
  };
  const edit = async (): Promise<void> => {
    const name = `load-${Math.floor(random() * 5)}`;
    const document = {
      apiVersion: 'railyard/v1',
      kind: 'Cluster',
      preset: CLUSTERS[Math.floor(random() * CLUSTERS.length)],
    };
    await request('/v1/clusters', { body: { name, document } });
    const there = await request(`/v1/clusters/${name}`);
    const tag = there?.headers.get('etag');
    if (typeof tag === 'string')
      await request(`/v1/clusters/${name}`, { method: 'PUT', body: document, headers: { 'if-match': tag } });
    if (random() < 0.2) await request(`/v1/clusters/${name}`, { method: 'DELETE' });
  };

  const client = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const kind = random();
      const makesRun = kind < newShare + (edits ? 0.1 : 0);
      if (makesRun && performance.now() < fullUntilMs) await read();
      else if (kind < newShare) await submitNew();
      else if (edits && kind < newShare + 0.1) await cancelOne();
      else if (edits && kind < newShare + 0.2) await edit();
      else if (kind < 0.7) await submit(known());
      else await read();
      if (thinkMs > 0) await new Promise((done) => setTimeout(done, 2 * thinkMs * random()));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return {
    requests,
    byStatus,
    unexplained,
    overQuota,
    accepted,
    p99Ms: Number(latencies.quantile(0.99).toFixed(1)),
    slowestMs: Math.round(latencies.slowestMs),
  };
}
