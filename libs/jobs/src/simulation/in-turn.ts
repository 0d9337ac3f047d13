/** Makes a worker of groups from a simulation of one run. */
import {
  type GroupMessage,
  type GroupWorker,
  type SimulationProgress,
  type SimulationWorker,
} from './simulation-protocol.js';

/** Progress of a run is told no more often than this: each message wakes the process up. */
const PROGRESS_MS = 100;
/**
 * Runs were thought small when the group was made; beyond this the rest goes back, so that another thread can
 * have it.
 */
const GROUP_MS = 300;

export function inTurn(simulate: SimulationWorker): GroupWorker {
  return async ({ runs, port }) => {
    const startedMs = performance.now();
    for (const [index, run] of runs.entries()) {
      if (index > 0 && performance.now() - startedMs > GROUP_MS) return;
      const tell = (message: GroupMessage): void => port.postMessage(message);
      let toldMs = performance.now();
      const onProgress = (progress: SimulationProgress): void => {
        if (performance.now() - toldMs < PROGRESS_MS) return;
        toldMs = performance.now();
        tell({ kind: 'progress', index, progress });
      };
      try {
        tell({
          kind: 'output',
          index,
          output: await simulate({ ...run, port: { postMessage: onProgress } }),
        });
      } catch (error) {
        tell({ kind: 'error', index, message: (error as Error).message });
      }
    }
  };
}
