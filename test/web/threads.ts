/** Processor time of a page's threads, as Linux counts it: other work of the machine is not in it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that draw pages. */
export const renderers = (): readonly string[] =>
  readdirSync('/proc').filter((id) => /^\d+$/.test(id) && textOf(id, 'cmdline').includes('--type=renderer'));

const NS_PER_MS = 1e6;

/** Of the main thread and the first worker that a page started. */
export function processorMs(processes: readonly string[]): number {
  return processes.reduce((sum, id) => {
    const threads = namesIn(`/proc/${id}/task`).sort((a, b) => Number(a) - Number(b));
    const worker = threads.find((thread) =>
      textOf(`${id}/task/${thread}`, 'comm').startsWith('DedicatedWorker'),
    );
    return sum + busyMs(id, id) + (worker === undefined ? 0 : busyMs(id, worker));
  }, 0);
}

/** The first number of `schedstat`: ns on a processor. */
const busyMs = (id: string, thread: string): number =>
  Number(textOf(`${id}/task/${thread}`, 'schedstat').split(' ')[0]) / NS_PER_MS;

/** A process may end while it is looked at. */
function textOf(place: string, file: string): string {
  try {
    return readFileSync(`/proc/${place}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
