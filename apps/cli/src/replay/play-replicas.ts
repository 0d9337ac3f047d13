/**
 * Monte Carlo over threads. Replicas are numbered, so neither their number nor the order of the chunks
 * changes the result.
 */
import { availableParallelism } from 'node:os';
import { THREAD_ARGUMENTS } from '@railyard/base';
import { type TwinMachine } from '@railyard/experiments';
import {
  type ReplayRequest,
  type ReplaySpec,
  type ReplicaChunk,
  mergeReplicas,
  runReplicas,
} from '@railyard/replay';
import { type ReplicaTaskResult } from './replica-task.js';

/** Fewer replicas than this are sooner played here than in new threads. */
const WORTH_THREADS = 512;
/**
 * Replicas that are played here first: what they meet of the machine's conditions is then known to every
 * thread.
 */
const FIRST = 128;
/** Chunks for each thread, so that a slow one does not hold up the rest. */
const CHUNKS_PER_THREAD = 4;

export async function playReplicas(
  request: ReplayRequest<TwinMachine>,
  replay: ReplaySpec,
  onProgress: (share: number) => void,
  threads = availableParallelism(),
): Promise<ReplicaChunk> {
  const { replicas } = replay;
  const here = threads === 1 || replicas < WORTH_THREADS ? replicas : FIRST;
  const first = runReplicas(request, 0, here, (done) => onProgress(done / replicas));
  if (here === replicas) return first;
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: new URL('./replicas.worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    execArgv: [...THREAD_ARGUMENTS],
  });
  const size = Math.ceil((replicas - here) / (threads * CHUNKS_PER_THREAD));
  const starts = Array.from(
    { length: Math.ceil((replicas - here) / size) },
    (_, index) => here + index * size,
  );
  const common = {
    job: request.machine.job.spec,
    replay,
    priced: request.machine.priced,
    ...(request.faultLog === undefined ? {} : { faultLog: request.faultLog.columns }),
  };
  let played = here;
  try {
    const rest = await Promise.all(
      starts.map(async (from) => {
        const { chunk, priced } = (await pool.run({
          ...common,
          from,
          count: Math.min(size, replicas - from),
        })) as ReplicaTaskResult;
        for (const condition of priced) request.machine.learn(condition);
        played += chunk.count;
        onProgress(played / replicas);
        return chunk;
      }),
    );
    return mergeReplicas([first, ...rest]);
  } finally {
    await pool.destroy();
  }
}
