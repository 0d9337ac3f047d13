/** A worker that simulates the runs of a group one after the other. */
import {
  type GroupMessage,
  type GroupWorker,
  type SimulationProgress,
  type SimulationWorker,
} from './simulation-protocol.js';

/** Progress of a run is sent no more often than this: each message wakes the process. */
const PROGRESS_MS = 100;
/**
 * Runs were thought small when the group was made; beyond this the rest goes back, so that another thread can
 * have it.
 */
const GROUP_MS = 1000;

export function groupWorkerOf(simulate: SimulationWorker): GroupWorker {
  return async ({ runs, port }) => {
    const startedMs = performance.now();
    for (const [index, run] of runs.entries()) {
      if (index > 0 && performance.now() - startedMs > GROUP_MS) return;
      const send = (message: GroupMessage): void => port.postMessage(message);
      let sentMs = performance.now();
      const onProgress = (progress: SimulationProgress): void => {
        if (performance.now() - sentMs < PROGRESS_MS) return;
        sentMs = performance.now();
        send({ kind: 'progress', index, progress });
      };
      try {
        send({ kind: 'output', index, output: await simulate(run, onProgress) });
      } catch (error) {
        send({ kind: 'error', index, message: (error as Error).message });
      }
    }
  };
}
