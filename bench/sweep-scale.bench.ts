/**
 * A sweep of ten thousand points through API, Redis and two runners, alongside the same simulations in a
 * plain loop over as many threads: what expanding, rows, commits and queue cost. It is judged by processor
 * time, which says the same on a busy machine; the clock's is alongside it. Every row is compared with the
 * loop's result. A second sweep says how quickly the service answers meanwhile: its readers' answers would
 * count as the cost of runs otherwise, the more the busier the machine is.
 */
import { prepareSweep } from '@railyard/experiments';
import { type BenchLine } from './bench-line.js';
import { type Effort, ratioLines } from './judgement.js';
import { PlainThreads } from './plain-loop.js';
import { Readers } from './readers.js';
import { RUNNERS, type RunningService, startService } from './service-processes.js';

interface Job {
  readonly name: string;
  /** Four times ten times this many points. */
  readonly seeds: number;
  readonly globalSequences: readonly number[];
  readonly base: object;
}

/** DeepSeek-V2 on 256 GPUs, a job of the middle size among the presets. */
export const MIDDLE: Job = {
  name: 'middle job',
  seeds: 250,
  globalSequences: [2304, 4608, 6912, 9216],
  base: { cluster: { preset: 'h200-256-mpft' }, workload: { preset: 'deepseek-v2' } },
};

/**
 * A dense model on 8 GPUs: a few milliseconds a run, less than any preset takes, which is hard on a queue.
 */
export const SMALL: Job = {
  name: 'small job',
  seeds: 50,
  globalSequences: [256, 384, 512, 640],
  base: {
    cluster: { preset: 'h100-1024-roce', nodes: 1 },
    workload: { preset: 'llama3-8b', parallelism: { pipeline: 4 } },
  },
};

/** What the tool is for: DeepSeek-V3 on 2,048 GPUs. */
export const FOUNDING: Job = {
  name: 'founding job',
  seeds: 10,
  globalSequences: [15_360, 16_384, 17_408, 18_432],
  base: { cluster: { preset: 'h800-2048-mpft' }, workload: { preset: 'deepseek-v3' } },
};

/**
 * Rows whose bytes are compared with the plain loop's; of all, that they are there once, in place and done.
 */
const COMPARED = 2000;

/** Seeds of the sweep that warms the runners up: none of the measured one's. */
const WARM_SEEDS = { min: 100_001, max: 100_020, steps: 20 };

/** Of the sweep that others read meanwhile: a fifth of the points. */
const readSeeds = ({ seeds }: Job): object => {
  const steps = Math.ceil(seeds / 5);
  return { min: 200_001, max: 200_000 + steps, steps };
};

export async function sweepScaleBench(
  jobs: readonly Job[] = [MIDDLE, SMALL, FOUNDING],
): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const job of jobs) lines.push(...(await linesOf(job)));
  return lines;
}

const documentOf = ({ globalSequences, base }: Job, name: string, seed: object): object => ({
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name,
  ...base,
  limits: { runs: 20_000, minutes: 60 },
  parameters: {
    seed,
    'cluster.nic.bandwidthGBps': { min: 25, max: 70, steps: 10 },
    'workload.batch.globalSequences': { values: globalSequences },
  },
});

async function linesOf(job: Job): Promise<BenchLine[]> {
  const document = documentOf(job, job.name, { min: 1, max: job.seeds, steps: job.seeds });
  const experiments = prepareSweep(document).runs.map(({ prepared }) => prepared);
  const service = await startService();
  if (service === null) return [];
  const plain = await PlainThreads.start(experiments, RUNNERS);
  try {
    await serve(service, documentOf(job, 'warm', WARM_SEEDS), null);
    // The machine's pace changes: one half of the plain loop goes before the service and one after it.
    const before = await plain.compute(0, 0.5);
    const served = await serve(service, document, null);
    const after = await plain.compute(0.5, 1);
    const wrong = await wrongRows(
      service,
      served.sweep,
      experiments.map(({ id }) => id),
      await plain.hashes(Math.ceil(experiments.length / COMPARED)),
    );
    const plainly = { wallS: before.wallS + after.wallS, cpuS: before.cpuS + after.cpuS };
    const readers = new Readers(service.url);
    const read = await serve(service, documentOf(job, 'read', readSeeds(job)), readers);
    return figures(job, experiments.length, { plain: plainly, served, read, readers, wrong });
  } finally {
    await plain.stop();
    await service.stop();
  }
}

interface Served extends Effort {
  readonly sweep: string;
  /** Of the API's event loop, from its own metrics. */
  readonly worstDelayS: number;
  readonly shares: string;
}

/** From the request to the answer that says that all is done. @param readers who read meanwhile */
async function serve(service: RunningService, document: object, readers: Readers | null): Promise<Served> {
  const before = await service.cpuSeconds();
  await eventLoopDelay(service);
  const startedMs = performance.now();
  const reply = await fetch(`${service.url}/v1/sweeps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  const sweep = reply.headers.get('location');
  if (reply.status !== 202 || sweep === null)
    throw new Error(`the sweep was not accepted: ${reply.status} ${await reply.text()}`);
  readers?.start(sweep);
  const state = await endOf(service, sweep);
  const wallS = (performance.now() - startedMs) / 1000;
  await readers?.stop();
  if (state !== 'succeeded') throw new Error(`the sweep ended as ${state}`);
  const worstDelayS = await eventLoopDelay(service);
  const after = await service.cpuSeconds();
  const api = after.api - before.api;
  const runners = after.runners - before.runners;
  const redis = after.redis - before.redis;
  const shares = `CPU s: runners ${runners.toFixed(1)}, API ${api.toFixed(1)}, Redis ${redis.toFixed(1)}`;
  return { sweep, wallS, cpuS: api + runners + redis, worstDelayS, shares };
}

/** As its events tell it: the stream ends with the sweep. */
async function endOf({ url }: RunningService, sweep: string): Promise<string> {
  const frames = (await (await fetch(`${url}${sweep}/events`)).text()).split('\n\n');
  const [, end = 'unknown'] = /^event: (\w+)$/m.exec(frames.at(-2) ?? '') ?? [];
  return end;
}

/** The worst delay since the last time it was asked. */
async function eventLoopDelay({ url }: RunningService): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]);
}

interface Row {
  readonly experimentId: string;
  readonly position: number;
  readonly state: string;
  readonly resultSha256: string;
}

/** Rows that are missing, doubled, out of place, not done or other than the plain loop's result. */
async function wrongRows(
  { url }: RunningService,
  sweep: string,
  ids: readonly string[],
  hashes: ReadonlyMap<number, string>,
): Promise<number> {
  const rows: Row[] = [];
  for (let path: string | null = `${sweep}/runs?limit=500`; path !== null;) {
    const page = (await (await fetch(url + path)).json()) as { items: Row[]; next: string | null };
    rows.push(...page.items);
    path = page.next === null ? null : `${sweep}/runs?limit=500&cursor=${page.next}`;
  }
  const right = rows.filter(
    (row, index) =>
      row.position === index &&
      row.state === 'succeeded' &&
      row.experimentId === ids[index] &&
      (hashes.get(index) ?? row.resultSha256) === row.resultSha256,
  );
  const distinct = new Set(right.map(({ experimentId }) => experimentId)).size;
  return Math.max(rows.length, ids.length) - distinct;
}

interface Measured {
  readonly plain: Effort;
  readonly served: Served;
  /** The sweep that was read meanwhile. */
  readonly read: Served;
  readonly readers: Readers;
  readonly wrong: number;
}

function figures(job: Job, points: number, { plain, served, read, readers, wrong }: Measured): BenchLine[] {
  const name = `${points.toLocaleString('en-US')} points of the ${job.name}`;
  const latency = (
    share: number,
    what: string,
    ...kinds: Parameters<Readers['quantile']>[1][]
  ): BenchLine => ({
    name: `${name}: ${what}, p${100 * share}`,
    value: readers.quantile(share, ...kinds),
    unit: 'ms',
    lessIsBetter: true,
    ...(share < 0.9 ? {} : { floor: 50 }),
  });
  return [
    ...ratioLines(
      `${name}, API + Redis + ${RUNNERS} runners against a plain loop`,
      { plain, served },
      {
        floor: 0.8,
        ambition: 0.9,
        note:
          `${((1000 * plain.cpuS) / points).toFixed(2)} ms a run; ${served.shares}, ` +
          `plain loop ${plain.cpuS.toFixed(1)}`,
      },
    ),
    {
      name: `${name}: rows that are missing, doubled or other than the plain loop's`,
      value: wrong,
      unit: 'rows',
      floor: 0,
      lessIsBetter: true,
    },
    latency(0.5, 'lists meanwhile', 'list', 'deep list'),
    latency(0.99, 'lists meanwhile', 'list', 'deep list'),
    latency(0.99, 'the sweep meanwhile', 'sweep'),
    latency(0.99, 'its rows meanwhile', 'sweep runs'),
    {
      name: `${name}: worst delay of the API's event loop`,
      value: 1000 * read.worstDelayS,
      unit: 'ms',
      lessIsBetter: true,
      note: `${readers.readings.length} answers`,
    },
  ];
}
