/**
 * The points of a sweep, over threads when there are many. Which thread runs a point changes nothing, and
 * results stand in the order of the document.
 */
import { THREAD_ARGUMENTS, elementAt } from '@railyard/base';
import { availableParallelism } from 'node:os';
import { type AnyPreparedSweep, type PreparedRun, type SweepRun } from '@railyard/experiments';
import { crashed, type PointOutcome, runPoint, type SweptRun } from './run-point.js';

/** Fewer points than this are sooner run here than in new threads. */
const WORTH_THREADS = 32;
/** Points under way for each thread, so that none waits for its next. */
const AHEAD = 2;

type RunOne = (prepared: PreparedRun) => PointOutcome | Promise<PointOutcome>;

/** The time limit stops what has not begun. `onProgress` receives how many points are done. */
export async function runPoints(
  { runs: points, document: { limits } }: AnyPreparedSweep,
  onProgress: (done: number, points: number) => void,
  threads = availableParallelism(),
): Promise<readonly SweptRun[]> {
  const runs: readonly SweepRun<PreparedRun>[] = points;
  const deadline = performance.now() + limits.minutes * 60_000;
  const late: PointOutcome = {
    error: { code: 'timed-out', message: `The sweep must take at most limits.minutes = ${limits.minutes}.` },
  };
  const swept = new Array<SweptRun>(runs.length);
  let begun = 0;
  let done = 0;
  const takeTurns = async (runOne: RunOne): Promise<void> => {
    for (let index = begun++; index < runs.length; index = begun++) {
      const { parameters, prepared } = elementAt(runs, index);
      const outcome = performance.now() > deadline ? late : await runOne(prepared);
      swept[index] = { id: prepared.id, parameters, ...outcome };
      done += 1;
      onProgress(done, runs.length);
    }
  };
  if (threads === 1 || runs.length < WORTH_THREADS) await takeTurns(runPoint);
  else
    await withThreads(threads, async (runOne) => {
      await Promise.all(Array.from({ length: threads * AHEAD }, () => takeTurns(runOne)));
    });
  return swept;
}

async function withThreads(threads: number, work: (runOne: RunOne) => Promise<void>): Promise<void> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: new URL('./points.worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    execArgv: [...THREAD_ARGUMENTS],
  });
  // A thread that dies is replaced by the pool, and its point fails; without a listener the process would
  // end.
  pool.on('error', () => undefined);
  try {
    await work(async (prepared) => {
      try {
        return (await pool.run(prepared)) as PointOutcome;
      } catch (error) {
        return crashed(error);
      }
    });
  } finally {
    await pool.destroy();
  }
}
