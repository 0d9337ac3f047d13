/** Published runs over threads when there are many: what a thread does changes nothing. */
import { availableParallelism } from 'node:os';
import { THREAD_ARGUMENTS } from '@railyard/base';
import { type PublishedRun, type RunAccuracyRow } from '@railyard/experiments';

/** Fewer runs than this are sooner judged here than in new threads. */
const WORTH_THREADS = 64;

/** In the order of `runs`. `onProgress` receives the share that is done. */
export async function judgeRuns(
  runs: readonly PublishedRun[],
  onProgress: (share: number) => void,
): Promise<readonly RunAccuracyRow[]> {
  let done = 0;
  const advance = (row: RunAccuracyRow): RunAccuracyRow => {
    done += 1;
    onProgress(done / runs.length);
    return row;
  };
  const threads = availableParallelism();
  if (threads === 1 || runs.length < WORTH_THREADS) {
    const { judgeRun } = await import('@railyard/experiments');
    return runs.map((run) => advance(judgeRun(run)));
  }
  const { Piscina } = await import('piscina');
  const pool = new Piscina<PublishedRun, RunAccuracyRow>({
    filename: new URL('./runs.worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    execArgv: [...THREAD_ARGUMENTS],
  });
  try {
    return await Promise.all(runs.map(async (run) => advance(await pool.run(run))));
  } finally {
    await pool.destroy();
  }
}
