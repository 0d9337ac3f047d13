/** Every kind of record, over one database. */
import { type Database } from './connection/index.js';
import {
  ApiKeys,
  Artifacts,
  Definitions,
  Idempotency,
  Retention,
  Runs,
  SavedViews,
  SweepTime,
  Sweeps,
  WriteProbe,
} from './repositories/index.js';
import { Leases, Outbox, Submissions } from './sql/index.js';

export interface Records {
  readonly apiKeys: ApiKeys;
  readonly artifacts: Artifacts;
  readonly definitions: Definitions;
  readonly idempotency: Idempotency;
  readonly leases: Leases;
  readonly outbox: Outbox;
  readonly retention: Retention;
  readonly runs: Runs;
  readonly savedViews: SavedViews;
  readonly submissions: Submissions;
  readonly sweepTime: SweepTime;
  readonly sweeps: Sweeps;
  readonly writeProbe: WriteProbe;
}

export function recordsOf(database: Database): Records {
  return {
    apiKeys: new ApiKeys(database),
    artifacts: new Artifacts(database),
    definitions: new Definitions(database),
    idempotency: new Idempotency(database),
    leases: new Leases(database),
    outbox: new Outbox(database),
    retention: new Retention(database),
    runs: new Runs(database),
    savedViews: new SavedViews(database),
    submissions: new Submissions(database),
    sweepTime: new SweepTime(database),
    sweeps: new Sweeps(database),
    writeProbe: new WriteProbe(database),
  };
}
