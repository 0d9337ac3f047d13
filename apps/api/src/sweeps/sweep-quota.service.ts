import { Inject, Injectable } from '@nestjs/common';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { type ProblemError, refusal } from '../common/index.js';
import { RunQuotaService } from '../runs/index.js';
import { type WaitingClient } from '../threads/index.js';
import { MAX_EXPANDING, SweepExpander } from './sweep-expander.service.js';
import { DEFAULT_LIMITS, type SweepInput } from './sweep-input.js';

/** Whether a tenant's quota is large enough for a sweep, before it is added. */
@Injectable()
export class SweepQuotaService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(RunQuotaService) private readonly quota: RunQuotaService,
    @Inject(SweepExpander) private readonly expander: SweepExpander,
  ) {}

  /**
   * What a search runs is known only when it has searched, and other submissions may use the quota meanwhile:
   * such a sweep is ended by its expansion.
   * @throws ProblemError 429 when too many sweeps expand, or when the quota is too small for this one's runs.
   * @throws ProblemError 422 when the sweep is wrong.
   */
  async require(client: WaitingClient, sweep: SweepInput): Promise<void> {
    const { tenant } = client;
    if ((await this.storage.records.sweeps.countExpanding(tenant)) >= MAX_EXPANDING) throw tooManyExpanding();
    // A sweep whose own limit fits need not be expanded for that.
    if ((await this.quota.left(tenant)) >= (sweep.limits?.runs ?? DEFAULT_LIMITS.runs)) return;
    if (sweep.method === 'optimize') return this.quota.require(tenant, 1);
    return this.quota.requireFor(tenant, await this.expander.experimentsOf(client, sweep));
  }
}

const tooManyExpanding = (): ProblemError =>
  refusal(
    429,
    'quota',
    'Too many sweeps expand',
    `At most ${MAX_EXPANDING} sweeps may expand at a time.`,
    'Wait until the first of them runs, or cancel one.',
    { 'retry-after': '30' },
  );
