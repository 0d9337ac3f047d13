/** The engine as a whole: one document to its metrics, and the reproduction of Table 4 as a process. */
import { elementAt } from '@railyard/base';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { JobOnMachine, bandOf, prepareExperiment, runExperiment, timeMetrics } from '@railyard/experiments';
import { type BenchLine } from './bench-line.js';
import { FOUNDING, LARGE } from './founding-case.js';
import { processLines } from './process-cpu.js';

/** Until then the compiler still works alongside it, and its time would count. */
const WARM_UP = 40;
const RUNS = 25;

export async function engineBench(): Promise<BenchLine[]> {
  for (let i = 0; i < WARM_UP; i += 1) runExperiment(prepareExperiment(FOUNDING));
  const whole = medianMs(() => void runExperiment(prepareExperiment(FOUNDING)));
  const job = new JobOnMachine(prepareExperiment(FOUNDING).document);
  const metrics = timeMetrics(job.spec, job.step.parts);
  const band = medianMs(() => void bandOf(job, metrics));
  return [
    ...processLines(),
    {
      name: 'founding case, document to metrics, without its band',
      value: whole - band,
      unit: 'ms CPU',
      floor: 60,
      ambition: 20,
      lessIsBetter: true,
      note: 'median after warm-up',
    },
    {
      name: 'founding case, with its band over without',
      value: whole / (whole - band),
      unit: 'x',
      floor: 10,
      lessIsBetter: true,
      note: 'CPU, median after warm-up',
    },
    {
      name: 'exponent of a run from 2,048 to 16,384 GPUs, the work of a GPU fixed',
      value: Math.log(runMs(LARGE) / runMs(FOUNDING)) / Math.log(8),
      unit: '',
      floor: 0.6,
      lessIsBetter: true,
      note: 'CPU, document to metrics with its band, median after warm-up',
    },
    {
      name: 'reproduce table4 as a process',
      value: reproduceSeconds(),
      unit: 's',
      floor: 3,
      lessIsBetter: true,
      note: 'median of 3, wall',
    },
  ];
}

/** CPU of one document, checked and computed, of others of its layout before it. */
function runMs(document: object): number {
  let seed = 1;
  return medianMs(() => void runExperiment(prepareExperiment({ ...document, seed: (seed += 1) })));
}

/** CPU of one call. */
function medianMs(call: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e3;
  }).sort((a, b) => a - b);
  return elementAt(times, Math.floor(RUNS / 2));
}

function reproduceSeconds(): number {
  const command = fileURLToPath(new URL('../../bin/railyard.mjs', import.meta.url));
  const walls = Array.from({ length: 3 }, () => {
    const from = performance.now();
    const { status } = spawnSync(process.execPath, [command, 'reproduce', 'table4', '--json'], {
      stdio: 'ignore',
    });
    // 5 is a report out of tolerance: still a whole reproduction.
    if (status !== 0 && status !== 5) throw new Error(`railyard reproduce table4 ended with ${status}`);
    return (performance.now() - from) / 1e3;
  });
  return elementAt(
    walls.sort((a, b) => a - b),
    1,
  );
}
