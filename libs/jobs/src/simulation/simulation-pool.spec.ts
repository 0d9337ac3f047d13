import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type SimulationEnd } from './simulation-group.js';
import { SimulationPool } from './simulation-pool.js';

/** Answers each group with the number of ports on its thread's heap. */
const COUNTING_WORKER = `import { queryObjects } from 'node:v8';
import { MessagePort } from 'node:worker_threads';

export default async ({ port }) => {
  const size = queryObjects(MessagePort);
  port.postMessage({
    kind: 'output',
    index: 0,
    output: { sha256: '', size, packed: new Uint8Array(0), summary: {} },
  });
};`;

it('a thread lets go of the port of each group that it has ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-pool-'));
  const workerFile = join(folder, 'counting.worker.mjs');
  writeFileSync(workerFile, COUNTING_WORKER);
  const pool = new SimulationPool({ workerFile, threads: 1, timeoutMs: 10_000, heapMB: 256 });
  const held: number[] = [];
  const onEnd = (end: SimulationEnd): void => {
    held.push(end.kind === 'output' ? end.output.size : NaN);
  };
  for (let group = 0; group < 60; group += 1) {
    const { signal } = new AbortController();
    await pool.run([{ id: 'a', document: '{}', signal, onProgress: () => undefined, onEnd }]);
    // The thread has nothing to do for a moment, and turns its event loop unless it waits by Atomics.
    await setTimeout(5);
  }
  await pool.close();
  rmSync(folder, { recursive: true });
  expect(held).toHaveLength(60);
  expect(Math.min(...held.slice(-20))).toBeLessThan(30);
});
