/** How many runs a tenant may have waiting and running, whichever way they come. */
import { type Storage } from '@railyard/storage';
import { type ApiConfig } from '../config/api-config.js';
import { refusal } from '../http/problem.js';

/**
 * Of what is computed already, or on its way, nothing is counted: `runs` are those that would be new.
 * @throws ProblemError 429 when there is no room for them.
 */
export async function requireRoom(
  storage: Storage,
  { maxLiveRuns }: ApiConfig,
  tenant: string,
  runs: number,
): Promise<void> {
  if (runs === 0) return;
  const live = await storage.records.outbox.countOf(tenant);
  if (live + runs <= maxLiveRuns) return;
  const message =
    `At most ${maxLiveRuns} runs may wait or run at a time; ${live} do, and ${runs} more ` +
    `${runs === 1 ? 'was' : 'were'} asked for.`;
  const fitsLater = runs <= maxLiveRuns;
  const hint = fitsLater
    ? 'Wait for the end of some, or cancel some.'
    : `Ask for at most ${maxLiveRuns} runs at a time.`;
  // Waiting makes no room for more than there will ever be.
  throw refusal(
    429,
    'quota',
    'Too many runs are waiting',
    message,
    hint,
    fitsLater ? { 'retry-after': '30' } : {},
  );
}

/** The same for these experiments. @throws ProblemError 429 */
export async function requireRoomFor(
  storage: Storage,
  config: ApiConfig,
  tenant: string,
  experimentIds: readonly string[],
): Promise<void> {
  await requireRoom(
    storage,
    config,
    tenant,
    await storage.records.submissions.countNew(tenant, experimentIds),
  );
}
