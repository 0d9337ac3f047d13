/** Every migration, oldest first. A released one is never edited. */
import { InitialSchema1764000000000 } from './1764000000000-initial-schema.js';
import { Sweeps1764100000000 } from './1764100000000-sweeps.js';
import { QueueEntries1764200000000 } from './1764200000000-queue-entries.js';
import { ReplayMetrics1764300000000 } from './1764300000000-replay-metrics.js';
import { WriteProbe1764400000000 } from './1764400000000-write-probe.js';
import { SweepTime1764500000000 } from './1764500000000-sweep-time.js';
import { IdempotencyLinks1764600000000 } from './1764600000000-idempotency-links.js';
import { JobTenant1764700000000 } from './1764700000000-job-tenant.js';
import { RunTotals1764800000000 } from './1764800000000-run-totals.js';
import { SavedViews1764900000000 } from './1764900000000-saved-views.js';
import { BrotliResults1765000000000 } from './1765000000000-brotli-results.js';

export const MIGRATIONS = [
  InitialSchema1764000000000,
  Sweeps1764100000000,
  QueueEntries1764200000000,
  ReplayMetrics1764300000000,
  WriteProbe1764400000000,
  SweepTime1764500000000,
  IdempotencyLinks1764600000000,
  JobTenant1764700000000,
  RunTotals1764800000000,
  SavedViews1764900000000,
  BrotliResults1765000000000,
];
