import { Inject, Injectable } from '@nestjs/common';
import { type Issue, hashOf } from '@railyard/base';
import { ENGINE_VERSION, sweepIssues } from '@railyard/experiments';
import { type Caller, type Claim, type SweepEntity } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { DISPATCHER, STORAGE } from '@railyard/service';
import { encodeCursor, foreignCursor, invalidDocument, notFound, pageOf, refusal } from '../common/index.js';
import { DefinitionReferencesService } from '../definitions/index.js';
import { RunQuotaService } from '../runs/index.js';
import { type WaitingClient } from '../threads/index.js';
import { SweepPage, SweepPreview, SweepRunPage } from './dto/sweep-answers.dto.js';
import {
  MAX_POINTS,
  MEMBERS_ORDER,
  SWEEPS_ARE_LISTED,
  SWEEPS_ORDER,
  SweepListQuery,
  SweepRunsQuery,
} from './dto/sweep-inputs.dto.js';
import { SweepExpander } from './sweep-expander.service.js';
import { DEFAULT_LIMITS, type SweepInput } from './sweep-input.js';
import { SweepQuotaService } from './sweep-quota.service.js';
import { type SweepView, linksOf, memberView, sweepView } from './sweep-view.js';

/**
 * Sweeps: many runs from one document, previewed, added as a batch, watched, ended and retried as a whole.
 */
@Injectable()
export class SweepsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(DefinitionReferencesService) private readonly references: DefinitionReferencesService,
    @Inject(RunQuotaService) private readonly runQuota: RunQuotaService,
    @Inject(SweepQuotaService) private readonly quota: SweepQuotaService,
    @Inject(SweepExpander) private readonly expander: SweepExpander,
  ) {}

  /** An equal sweep that exists answers in place of a new one. @throws ProblemError 422, 429 */
  async submit(
    client: WaitingClient,
    document: unknown,
    claim?: Claim,
  ): Promise<{ readonly sweep: SweepEntity; readonly created: boolean }> {
    const { tenant } = client;
    const input = (await this.checked(tenant, document)) as SweepInput;
    await this.quota.require(client, input);
    // Stored as written: of a grid, the first parameter changes slowest.
    const submission = await this.storage.records.sweeps.create(
      {
        tenant,
        name: input.name ?? 'sweep',
        hash: hashOf({ input, engineVersion: ENGINE_VERSION }),
        document: JSON.stringify(input),
        limitMs: limitOf(input.limits),
      },
      claim,
    );
    if (submission.created) this.expander.begin(submission.sweep);
    return submission;
  }

  /** What would be run. @throws ProblemError 422 */
  async preview(client: WaitingClient, document: unknown): Promise<SweepPreview> {
    const { secondsPerRun, ...plan } = await this.expander.preview(
      client,
      await this.checked(client.tenant, document),
    );
    // With no runner at the queue, nobody knows when one comes.
    const threads = (await this.dispatcher.threads()) ?? 0;
    const expectedMinutes =
      secondsPerRun === null || threads === 0
        ? null
        : (secondsPerRun * plan.runs) / Math.min(threads, Math.max(plan.runs, 1)) / 60;
    return { ok: true, engineVersion: ENGINE_VERSION, ...plan, secondsPerRun, expectedMinutes };
  }

  /** Newest first. */
  async list({ tenant }: Caller, { limit, cursor }: SweepListQuery): Promise<SweepPage> {
    const after = cursor?.type === 'number' ? { createdAtMs: cursor.value, id: cursor.id } : undefined;
    const rows = await this.storage.records.sweeps.page(tenant, after, limit + 1);
    return pageOf(
      rows,
      limit,
      (sweep) => ({
        id: sweep.id,
        name: sweep.name,
        createdAt: new Date(sweep.createdAtMs).toISOString(),
        links: linksOf(sweep),
      }),
      ({ createdAtMs, id }) => encodeCursor(SWEEPS_ORDER, createdAtMs, id),
    );
  }

  /** @throws ProblemError 404 */
  async find({ tenant }: Caller, id: string): Promise<SweepEntity> {
    const sweep = await this.storage.records.sweeps.find(tenant, id);
    if (sweep === null) throw notFound('sweep of that id', SWEEPS_ARE_LISTED);
    return sweep;
  }

  view(sweep: SweepEntity): Promise<SweepView> {
    return sweepView(this.storage, sweep);
  }

  /**
   * Its runs with their parameters, in the order of the document. A cursor names the sweep: its position
   * means nothing in another.
   * @throws ProblemError 400
   */
  async runs({ id }: SweepEntity, { limit, cursor, state }: SweepRunsQuery): Promise<SweepRunPage> {
    if (cursor !== undefined && cursor.id !== id) throw foreignCursor(cursor);
    const rows = await this.storage.records.sweeps.runs(id, {
      ...(state === undefined ? {} : { states: [...state] }),
      after: cursor?.type === 'number' ? cursor.value : -1,
      limit: limit + 1,
    });
    return pageOf(rows, limit, memberView, ({ position }) => encodeCursor(MEMBERS_ORDER, position, id));
  }

  /** Ends the sweep and the runs that were made for it; one that has ended stays as it is. */
  async cancel(sweep: SweepEntity): Promise<void> {
    const { state } = await this.view(sweep);
    if (state === 'expanding' || state === 'running') await this.expander.cancel(sweep.id);
  }

  /** With its runs. @throws ProblemError 409 */
  async delete(sweep: SweepEntity): Promise<void> {
    const { state } = await this.view(sweep);
    if (state === 'expanding' || state === 'running')
      throw refusal(
        409,
        'not-ended',
        'The sweep has not ended',
        `A sweep must have ended to be deleted (got ${state}).`,
        `Use POST /v1/sweeps/${sweep.id}/cancel first.`,
      );
    await this.storage.records.sweeps.delete(sweep.id);
  }

  /** @returns the number of points that have a new run. @throws ProblemError 409, 429 */
  async retryFailed({ tenant }: Caller, sweep: SweepEntity, claim?: Claim): Promise<number> {
    if (sweep.state === 'cancelled' || sweep.state === 'failed') {
      throw refusal(
        409,
        'sweep-ended',
        'The sweep has ended',
        `A sweep must not have ended to be retried (got ${sweep.state}).`,
        'Submit its document again: what was computed is not computed again.',
      );
    }
    const { counts } = await this.view(sweep);
    await this.runQuota.require(tenant, counts.failed);
    const { limits } = JSON.parse(sweep.document) as SweepInput;
    const retried = await this.storage.records.sweeps.retryFailed(sweep.id, limitOf(limits), claim);
    if (retried === 0)
      throw refusal(
        409,
        'not-failed',
        'There is nothing to retry',
        'A sweep must have failed runs to be retried (got none).',
        'Submit its document again to run what was cancelled.',
      );
    this.dispatcher.wake();
    return retried;
  }

  private async checked(tenant: string, document: unknown): Promise<unknown> {
    const input = await this.references.resolve(tenant, document);
    const issues = [...sweepIssues(input), ...capIssues(input)];
    if (issues.length > 0) throw invalidDocument(issues);
    return input;
  }
}

const limitOf = (limits: SweepInput['limits']): number =>
  Math.ceil((limits?.minutes ?? DEFAULT_LIMITS.minutes) * 60_000);

/** The service takes smaller sweeps than the schema allows. */
function capIssues(input: unknown): readonly Issue[] {
  const runs = (input as SweepInput | null)?.limits?.runs ?? DEFAULT_LIMITS.runs;
  if (typeof runs !== 'number' || runs <= MAX_POINTS) return [];
  return [
    {
      path: '/limits/runs',
      code: 'too-many-points',
      message: `limits.runs must be at most ${MAX_POINTS} in a service (got ${runs}).`,
      hint: `Use at most ${MAX_POINTS}, or divide the sweep.`,
    },
  ];
}
