import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { THREAD_ARGUMENTS } from './thread-arguments.js';

it('threads import ES modules and never require them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-threads-'));
  const file = join(folder, 'module.mjs');
  writeFileSync(file, 'export default 1;');
  const tried = `
    const { parentPort } = require('node:worker_threads');
    try { require(${JSON.stringify(file)}); parentPort.postMessage('required'); }
    catch ({ code }) { parentPort.postMessage(code); }`;
  const worker = new Worker(tried, { eval: true, execArgv: [...THREAD_ARGUMENTS] });
  expect(await once(worker, 'message')).toEqual(['ERR_REQUIRE_ESM']);
  await worker.terminate();
  rmSync(folder, { recursive: true });
});
