/**
 * Refusals (refusals.bench.ts). A sweep through the local dispatcher, alongside the same simulations in a
 * plain loop over as many threads: what rows and commits cost. The whole service with its processes is a
 * suite of its own (sweep-scale.bench.ts).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canonicalJson } from '@railyard/base';
import { ENGINE_VERSION, type PreparedSweep, prepareSweep } from '@railyard/experiments';
import { type JobDispatcher, dispatchLocally, openStorage } from '@railyard/jobs';
import { type BenchLine } from './bench-line.js';
import { type Effort, type Round, middleRound, ratioLines } from './judgement.js';
import { PlainThreads } from './plain-loop.js';
import { refusalsBench } from './refusals.bench.js';

const RUNS = 2800;
/**
 * Of those, the first warm threads, statements and caches up: as many for each of two threads as the plain
 * loop's begin with.
 */
const WARM = 800;
const BATCH = 100;
const ROUNDS = 3;

export async function serviceBench(): Promise<BenchLine[]> {
  return [...(await refusalsBench()), ...(await localLines(Math.min(2, availableParallelism())))];
}

async function localLines(threads: number): Promise<BenchLine[]> {
  const rounds: Round[] = [];
  // The machine may be busy for a while: the two are measured in turns, and the middle ratio counts.
  for (let round = 0; round < ROUNDS; round += 1) {
    const sweep = sweepOf(round * RUNS + 1);
    const plain = await plainEffort(sweep, threads);
    rounds.push({ plain, served: await servedEffort(sweep, threads) });
  }
  const round = middleRound(rounds);
  const perRunMs = (round.plain.cpuS * 1000) / (RUNS - WARM);
  return [
    ...ratioLines(`sweep of ${RUNS - WARM} runs, local dispatcher, against a plain loop`, round, {
      floor: 0.7,
      ambition: 0.9,
      note: `${threads} threads, ${perRunMs.toFixed(1)} ms a run`,
    }),
    {
      name: 'sweep through local dispatcher',
      value: Math.max(...rounds.map(({ served }) => (RUNS - WARM) / served.wallS)),
      unit: 'runs/s',
    },
  ];
}

/** A small model, so that a run is a few milliseconds. */
function sweepOf(firstSeed: number): PreparedSweep {
  return prepareSweep({
    apiVersion: 'railyard/v1',
    kind: 'Sweep',
    name: 'bench',
    cluster: { preset: 'h100-1024-roce', nodes: 1 },
    workload: { preset: 'llama3-8b', parallelism: { pipeline: 4 }, batch: { globalSequences: 512 } },
    parameters: { seed: { min: firstSeed, max: firstSeed + RUNS - 1, steps: RUNS } },
  });
}

async function plainEffort(sweep: PreparedSweep, threads: number): Promise<Effort> {
  const plain = await PlainThreads.start(
    sweep.runs.slice(WARM).map(({ prepared }) => prepared),
    threads,
  );
  const effort = await plain.compute(0, 1);
  await plain.stop();
  return effort;
}

async function servedEffort(sweep: PreparedSweep, threads: number): Promise<Effort> {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-bench-'));
  const storage = await openStorage({ database: { file: join(folder, 'bench.db') } });
  const dispatcher = dispatchLocally(storage, { threads });
  try {
    const submit = async (name: string, runs: PreparedSweep['runs']): Promise<void> => {
      const {
        sweep: { id },
      } = await storage.records.sweeps.create({
        tenant: 'default',
        name,
        hash: name,
        document: '{}',
        limitMs: 3_600_000,
      });
      for (let from = 0; from < runs.length; from += BATCH) {
        const points = runs.slice(from, from + BATCH).map(({ parameters, prepared }) => ({
          parameters: JSON.stringify(parameters),
          experiment: {
            id: prepared.id,
            name,
            engineVersion: ENGINE_VERSION,
            document: canonicalJson(prepared.document),
          },
        }));
        await storage.records.sweeps.extend(id, {
          from,
          plan: '{}',
          points,
          isLast: from + BATCH >= runs.length,
          maxLiveRuns: Infinity,
        });
        dispatcher.wake();
      }
      await untilNothingWaits(dispatcher);
    };
    await submit('warm', sweep.runs.slice(0, WARM));
    const before = process.cpuUsage();
    const startedMs = performance.now();
    await submit('timed', sweep.runs.slice(WARM));
    const { user, system } = process.cpuUsage(before);
    return { wallS: (performance.now() - startedMs) / 1000, cpuS: (user + system) / 1e6 };
  } finally {
    await dispatcher.drain();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilNothingWaits(dispatcher: JobDispatcher): Promise<void> {
  for (let live = 1; live > 0; await delay(10)) {
    const { waiting, running } = await dispatcher.stats();
    live = waiting + running;
  }
}
