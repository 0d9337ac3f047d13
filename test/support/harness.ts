/** Opens storages and dispatchers over the fake engine, and waits for runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf, canonicalJson } from '@railyard/base';
import { type NewRun, type RunEntity, type RunEvent } from '@railyard/database';
import { type Storage } from '@railyard/jobs';

export const FAKE_WORKER = join(import.meta.dirname, 'fake-simulation.worker.mjs');

export interface FakePlan {
  readonly name: string;
  readonly behaviour?: 'answer' | 'throw' | 'spin' | 'allocate' | 'exit';
  readonly ms?: number;
  readonly value?: number;
  readonly diverges?: boolean;
}

export function newRun(plan: FakePlan, options: Partial<NewRun> = {}): NewRun {
  return {
    tenant: 'default',
    experiment: {
      id: hashOf({ plan, engine: 'fake' }),
      name: plan.name,
      engineVersion: 'fake',
      document: canonicalJson(plan),
    },
    ...options,
  };
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'railyard-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function waitUntil(
  condition: () => Promise<boolean> | boolean,
  what: string,
  timeoutMs = 120_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function runOf(storage: Storage, id: string, tenant = 'default'): Promise<RunEntity> {
  const run = await storage.records.runs.find(tenant, id);
  if (run === null) throw new Error(`no run ${id}`);
  return run;
}

export async function untilEnded(
  storage: Storage,
  ids: readonly string[],
  timeoutMs = 120_000,
): Promise<RunEntity[]> {
  await waitUntil(
    async () => {
      const runs = await Promise.all(ids.map((id) => runOf(storage, id)));
      return runs.every(({ finishedAtMs }) => finishedAtMs !== null);
    },
    'all runs ended',
    timeoutMs,
  );
  return Promise.all(ids.map((id) => runOf(storage, id)));
}

export function eventsOf(storage: Storage, id: string): Promise<RunEvent[]> {
  return storage.database.read.rows<RunEvent>(
    `SELECT * FROM "run_event" WHERE "runId" = ? ORDER BY "number"`,
    [id],
  );
}
