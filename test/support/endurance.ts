/** RELIABILITY R17: hours of ordinary load, and whether the processes grow. */
import { readFileSync } from 'node:fs';
import { elementAt } from '@railyard/base';
import { linearRegression, mean, quantile, sum } from 'simple-statistics';
import { type LoadFigures, loadFor } from './load.js';
import { only } from './only.js';
import { type Started, start } from './processes.js';
import { Yard, allEnded } from './reliability.js';

interface Growth {
  readonly firstMB: number;
  readonly lastMB: number;
  /** Least squares over the samples after the warm-up, and its standard error. */
  readonly slopeMBPerHour: number;
  readonly errorMBPerHour: number;
}

export interface EnduranceFigures extends LoadFigures {
  readonly minutes: number;
  readonly runs: number;
  readonly api: Growth;
  readonly runner: Growth;
  /** Lines of the logs that speak of an error, and how many of something that was tried again. */
  readonly errors: readonly string[];
  readonly warnings: number;
}

/** Caches fill and the compiler settles first. */
const WARM_UP_SHARE = 0.25;
const MOST_WARM_UP_S = 1800;
const SAMPLE_MS = 2000;
/** Samples of one window; its lower quartile stands for what is held after the collector has been there. */
const WINDOW = 15;

export async function endure({
  minutes,
  submitters,
  seed,
}: {
  readonly minutes: number;
  readonly submitters: number;
  readonly seed: number;
}): Promise<EnduranceFigures> {
  const yard = await Yard.open();
  const [api, runner] = await Promise.all([
    start('api', { ...yard.settings, RAILYARD_REQUESTS_PER_MINUTE: 10_000_000 }),
    start('runner', { ...yard.settings, RAILYARD_THREADS: 1 }),
  ]);
  const storage = await yard.storage();
  const startedMs = performance.now();
  const samples: { readonly hours: number; readonly api: number; readonly runner: number }[] = [];
  const sampler = setInterval(
    () =>
      samples.push({
        hours: (performance.now() - startedMs) / 3_600_000,
        api: residentMB(api),
        runner: residentMB(runner),
      }),
    SAMPLE_MS,
  );
  const { accepted, ...load } = await loadFor({
    url: api.url,
    clients: submitters,
    seconds: minutes * 60,
    seed,
    thinkMs: 2000,
    newShare: 0.05,
    edits: false,
  });
  clearInterval(sampler);
  await allEnded(storage, [], 600_000);
  const lines = [api, runner].flatMap((one) => one.log().split('\n'));
  const errors = lines.filter((line) => /"level":[56]0/.test(line));
  const { count: runs } = only(
    await storage.database.read.rows<{ count: number }>(
      `SELECT count(*) AS "count" FROM "run" WHERE "state" = 'succeeded'`,
    ),
  );
  if (runs < accepted.length) errors.push(`${accepted.length} accepted, ${runs} succeeded`);
  await runner.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  const warmHours = Math.min(minutes * 60 * WARM_UP_SHARE, MOST_WARM_UP_S) / 3600;
  const warm = samples.filter(({ hours }) => hours >= warmHours);
  const growth = (of: 'api' | 'runner'): Growth =>
    growthOf(warm.map((sample): [number, number] => [sample.hours, sample[of]]));
  return {
    ...load,
    minutes,
    runs,
    api: growth('api'),
    runner: growth('runner'),
    errors,
    warnings: lines.filter((line) => line.includes('"level":40')).length,
  };
}

function residentMB({ process: { pid } }: Started): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function growthOf(samples: readonly [number, number][]): Growth {
  const held = Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, window): [number, number] => {
    const inside = samples.slice(window * WINDOW, (window + 1) * WINDOW);
    return [
      elementAt(inside, 0)[0],
      quantile(
        inside.map(([, megabytes]) => megabytes),
        0.25,
      ),
    ];
  });
  const round = (value: number): number => Number(value.toFixed(1));
  return {
    firstMB: round(held[0]?.[1] ?? 0),
    lastMB: round(held[held.length - 1]?.[1] ?? 0),
    slopeMBPerHour: round(linearRegression(held).m),
    errorMBPerHour: round(errorOfSlope(held)),
  };
}

/** sqrt(sum of squared residuals / (n - 2) / sum of (x - mean)^2). */
function errorOfSlope(samples: [number, number][]): number {
  const { m, b } = linearRegression(samples);
  const residuals = sum(samples.map(([x, y]) => (y - b - m * x) ** 2));
  const center = mean(samples.map(([x]) => x));
  const spread = sum(samples.map(([x]) => (x - center) ** 2));
  return Math.sqrt(residuals / (samples.length - 2) / spread);
}
