import { pathToFileURL } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { ComputeThreads } from './compute-threads.service.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-'));
const worker = pathToFileURL(join(folder, 'worker.mjs'));
const ALICE = { keyId: 'k', tenant: 'alice', scopes: [], gone: new AbortController().signal };
let threads: ComputeThreads;

beforeAll(async () => {
  writeFileSync(
    worker,
    `export default async ({ task, waitMs = 0 }) => {
      await new Promise((done) => setTimeout(done, waitMs));
      if (task === 'bug') throw new Error('a bug');
      const issue = { path: '/x', code: 'c', message: 'm', hint: 'h' };
      return task === 'mistake' ? { issues: [issue] } : { answer: task };
    };`,
  );
  const testing = await Test.createTestingModule({ providers: [ComputeThreads] }).compile();
  threads = testing.get(ComputeThreads);
});

afterAll(async () => {
  await threads.onModuleDestroy();
  rmSync(folder, { recursive: true });
});

it('answers what the worker computed', async () => {
  expect(await threads.run(ALICE, worker, { task: { deep: [1] } })).toEqual({ deep: [1] });
});

it('a mistake of the request is a 422 with its issues, a bug of ours is none', async () => {
  await expect(threads.run(ALICE, worker, { task: 'mistake' })).rejects.toMatchObject({
    status: 422,
    issues: [{ path: '/x' }],
  });
  await expect(threads.run(ALICE, worker, { task: 'bug' })).rejects.toThrow('a bug');
});

it('refuses what would wait behind too many, and is there again afterwards', async () => {
  const asked = Array.from({ length: 40 }, () => threads.run(ALICE, worker, { task: 1, waitMs: 50 }));
  const ended = await Promise.allSettled(asked);
  const refused = ended.filter((one): one is PromiseRejectedResult => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(40);
  for (const { reason } of refused)
    expect(reason).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
  expect(await threads.run(ALICE, worker, { task: 2 })).toBe(2);
});
