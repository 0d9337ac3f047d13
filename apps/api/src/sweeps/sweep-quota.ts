/** Whether a tenant's quota has room for a sweep, before it is taken in. */
import { type Storage } from '@railyard/storage';
import { type ApiConfig } from '../config/api-config.js';
import { requireRoom, requireRoomFor } from '../experiments/quota.js';
import { type ProblemError, refusal } from '../http/problem.js';
import { DEFAULT_LIMITS, type SweepInput } from './sweep-input.js';
import { type SweepKeeper } from './sweep-keeper.js';

/** Sweeps of one tenant that may be expanding at a time. */
const MAX_EXPANDING = 8;

/**
 * What a search runs is known only when it has searched, and others may take the room meanwhile: such a sweep
 * is ended by its expansion.
 * @throws ProblemError 429 when too many sweeps expand, or when there is no room for the runs of this one.
 * @throws ProblemError 422 when the sweep is wrong.
 */
export async function requireRoomForSweep(
  storage: Storage,
  config: ApiConfig,
  keeper: SweepKeeper,
  tenant: string,
  sweep: SweepInput,
): Promise<void> {
  const { outbox, sweeps } = storage.records;
  if ((await sweeps.countExpanding(tenant)) >= MAX_EXPANDING) throw tooManyExpanding();
  const room = config.maxLiveRuns - (await outbox.countOf(tenant));
  // A sweep whose own limit leaves room need not be expanded for that.
  if (room >= (sweep.limits?.runs ?? DEFAULT_LIMITS.runs)) return;
  if (sweep.method === 'optimize') return requireRoom(storage, config, tenant, 1);
  return requireRoomFor(storage, config, tenant, await keeper.experimentsOf(sweep));
}

function tooManyExpanding(): ProblemError {
  return refusal(
    429,
    'quota',
    'Too many sweeps expand',
    `At most ${MAX_EXPANDING} sweeps may expand at a time.`,
    'Wait until the first of them runs, or cancel one.',
    { 'retry-after': '30' },
  );
}
