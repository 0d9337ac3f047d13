import { Inject, Injectable } from '@nestjs/common';
import { type Storage } from '@railyard/jobs';
import { CONFIG, STORAGE } from '@railyard/service';
import { refusal } from '../common/index.js';
import { ApiConfig } from '../config/index.js';

/** How many runs a tenant may have waiting and running, whichever way they were submitted. */
@Injectable()
export class RunQuotaService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /** Runs that the tenant may still submit. */
  async left(tenant: string): Promise<number> {
    return this.config.maxLiveRuns - (await this.storage.records.outbox.countOf(tenant));
  }

  /**
   * Of what is computed already, or will be, nothing is counted: `runs` are those that would be new.
   * @throws ProblemError 429 when the quota is too small for them.
   */
  async require(tenant: string, runs: number): Promise<void> {
    if (runs === 0) return;
    const left = await this.left(tenant);
    if (runs <= left) return;
    const { maxLiveRuns } = this.config;
    const message =
      `At most ${maxLiveRuns} runs may wait or run at a time ` +
      `(got ${runs} more than the ${maxLiveRuns - left} that do).`;
    const fitsLater = runs <= maxLiveRuns;
    const hint = fitsLater
      ? 'Wait until some have ended, or cancel some.'
      : `Submit at most ${maxLiveRuns} runs at a time.`;
    // No wait makes the quota larger.
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
  async requireFor(tenant: string, experimentIds: readonly string[]): Promise<void> {
    await this.require(tenant, await this.storage.records.submissions.countNew(tenant, experimentIds));
  }
}
