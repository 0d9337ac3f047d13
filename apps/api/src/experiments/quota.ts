/** How many runs a tenant may have waiting and running, whichever way they come. */
import { type Storage } from '@railyard/storage';
import { type ApiConfig } from '../config/api-config.js';
import { ProblemError } from '../http/problem.js';

/** @throws ProblemError 429 when there are as many already. */
export async function requireRoom(storage: Storage, { maxLiveRuns }: ApiConfig, tenant: string): Promise<void> {
  if ((await storage.records.outbox.countOf(tenant)) < maxLiveRuns) return;
  throw new ProblemError(429, 'quota', 'Too many runs are waiting', `At most ${maxLiveRuns} runs may wait or run at a time.`, [], { 'retry-after': '30' });
}
