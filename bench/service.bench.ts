/**
 * A sweep through the service, beside the same simulations in a plain loop over as many threads: what queue, rows and commits cost.
 * With REDIS_URL also through Redis and two runner processes.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { canonicalJson } from '@railyard/base';
import { ENGINE_VERSION, type PreparedExperiment, type PreparedSweep, prepareSweep } from '@railyard/experiments';
import { type JobDispatcher, type Storage, dispatchByQueue, dispatchLocally, openStorage } from '@railyard/storage';
import { type BenchLine } from './bench-line.js';
import { type PlainLoop } from './plain-loop.worker.js';

const RUNS = 600;
/** Of those, the first warm threads, statements and caches up. */
const WARM = 100;
const BATCH = 100;
const ROUNDS = 3;

/** Something that has runs of a database computed. */
interface Serving {
  readonly dispatcher: JobDispatcher;
  stop(): Promise<void>;
}

type Serve = (storage: Storage, file: string) => Serving;

export async function serviceBench(): Promise<BenchLine[]> {
  const threads = Math.min(2, availableParallelism());
  const { REDIS_URL } = process.env;
  return [
    ...(await linesOf('local dispatcher', threads, locally(threads))),
    ...(REDIS_URL === undefined ? [] : await linesOf('Redis and two runners', 2, byQueue(REDIS_URL))),
  ];
}

async function linesOf(name: string, threads: number, serve: Serve): Promise<BenchLine[]> {
  const ratios: number[] = [];
  let best = 0;
  let perRun = 0;
  // The machine may be busy for a while: the two are measured in turns, and the middle ratio counts.
  for (let round = 0; round < ROUNDS; round += 1) {
    const sweep = sweepOf(round * RUNS + 1);
    const plain = await plainSeconds(sweep.runs.slice(WARM).map(({ prepared }) => prepared), threads);
    const served = await servedSeconds(sweep, serve);
    ratios.push(plain / served);
    best = Math.max(best, (RUNS - WARM) / served);
    perRun = (plain * threads * 1000) / (RUNS - WARM);
  }
  ratios.sort((a, b) => a - b);
  return [
    { name: `sweep of ${RUNS - WARM} runs, ${name}, against a plain loop`, value: ratios[Math.floor(ROUNDS / 2)]!, unit: 'ratio', floor: 0.7, ambition: 0.9, note: `${threads} threads, ${perRun.toFixed(1)} ms a run` },
    { name: `sweep through ${name}`, value: best, unit: 'runs/s' },
  ];
}

function locally(threads: number): Serve {
  return (storage) => {
    const dispatcher = dispatchLocally(storage, { threads });
    return { dispatcher, stop: () => dispatcher.drain() };
  };
}

/** Two runner processes of one thread each. */
function byQueue(redisUrl: string): Serve {
  return (storage, file) => {
    const prefix = `bench-${randomBytes(4).toString('hex')}`;
    const env = { ...process.env, REDIS_URL: redisUrl, RAILYARD_QUEUE_PREFIX: prefix, RAILYARD_DATABASE: file, RAILYARD_THREADS: '1', LOG_LEVEL: 'silent' };
    const main = fileURLToPath(new URL('../apps/runner/src/main.js', import.meta.url));
    const runners = [1, 2].map(() => spawn(process.execPath, [main], { env, stdio: 'inherit' }));
    const ended = Promise.all(runners.map((runner) => once(runner, 'exit')));
    const dispatcher = dispatchByQueue(storage, { redisUrl, prefix });
    return {
      dispatcher,
      stop: async () => {
        await dispatcher.drain();
        for (const runner of runners) runner.kill('SIGTERM');
        await ended;
      },
    };
  };
}

/** A small model, so that a run is a few milliseconds. */
function sweepOf(firstSeed: number): PreparedSweep {
  return prepareSweep({
    apiVersion: 'railyard/v1', kind: 'Sweep', name: 'bench', cluster: { preset: 'h100-1024-roce', nodes: 1 },
    workload: { preset: 'llama3-8b', parallelism: { pipeline: 4 }, batch: { globalSequences: 512 } },
    parameters: { seed: { min: firstSeed, max: firstSeed + RUNS - 1, steps: RUNS } },
  });
}

async function plainSeconds(experiments: readonly PreparedExperiment[], threads: number): Promise<number> {
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData: PlainLoop = { experiments: experiments.filter((_experiment, index) => index % threads === thread) };
    return new Worker(new URL('./plain-loop.worker.js', import.meta.url), { workerData });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const startedMs = performance.now();
  const done = Promise.all(workers.map((worker) => once(worker, 'message')));
  for (const worker of workers) worker.postMessage('go');
  await done;
  return (performance.now() - startedMs) / 1000;
}

async function servedSeconds(sweep: PreparedSweep, serve: Serve): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-bench-'));
  const file = join(folder, 'bench.db');
  const storage = await openStorage({ database: { file } });
  const { dispatcher, stop } = serve(storage, file);
  try {
    const submit = async (name: string, runs: PreparedSweep['runs']): Promise<string> => {
      const { sweep: { id } } = await storage.records.sweeps.create({ tenant: 'default', name, hash: name, document: '{}', deadlineAtMs: Number.MAX_SAFE_INTEGER });
      for (let from = 0; from < runs.length; from += BATCH) {
        const points = runs.slice(from, from + BATCH).map(({ parameters, prepared }) => ({
          parameters: JSON.stringify(parameters),
          experiment: { id: prepared.id, name, engineVersion: ENGINE_VERSION, document: canonicalJson(prepared.document) },
        }));
        await storage.records.sweeps.extend(id, from, '{}', points, from + BATCH >= runs.length);
        await dispatcher.enqueueMany([]);
      }
      return id;
    };
    await untilOver(storage, await submit('warm', sweep.runs.slice(0, WARM)), WARM);
    const startedMs = performance.now();
    await untilOver(storage, await submit('timed', sweep.runs.slice(WARM)), RUNS - WARM);
    return (performance.now() - startedMs) / 1000;
  } finally {
    await stop();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilOver(storage: Storage, id: string, runs: number): Promise<void> {
  while ((await storage.records.sweeps.countsByState(id)).succeeded < runs) await delay(10);
}
