import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '@railyard/base';
import { ENGINE_VERSION, type PreparedExperiment, type PreparedRun } from '@railyard/experiments';
import { type Claim, type NewRun, type RunEntity, type Submission } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { DISPATCHER, STORAGE } from '@railyard/service';
import { refusal } from '../common/index.js';
import { RunQuotaService } from './run-quota.service.js';

export interface SubmitOptions {
  /** Compute even where an equal run exists, and compare the bytes. */
  readonly force?: boolean;
  /** Of the request that submits. */
  readonly claim?: Claim | undefined;
}

/** Taking runs in: within the quota, stored before they are dispatched, and computed once. */
@Injectable()
export class RunSubmissionService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(RunQuotaService) private readonly quota: RunQuotaService,
  ) {}

  /**
   * @throws ProblemError 429 when the tenant's quota is too small.
   */
  async submit(
    tenant: string,
    prepared: PreparedRun,
    { force = false, claim }: SubmitOptions = {},
  ): Promise<Submission> {
    await (force ? this.quota.require(tenant, 1) : this.quota.requireFor(tenant, [prepared.id]));
    const submission = await this.storage.records.submissions.submit(
      { ...newRunOf(tenant, prepared), force },
      claim,
    );
    const { run, created } = submission;
    if (created && run.state === 'queued') this.dispatcher.wake();
    return submission;
  }

  /** All of them or none. @throws ProblemError 429 */
  async submitMany(
    tenant: string,
    prepared: readonly PreparedExperiment[],
    claim?: Claim,
  ): Promise<Submission[]> {
    await this.quota.requireFor(
      tenant,
      prepared.map(({ id }) => id),
    );
    const submissions = await this.storage.records.submissions.submitMany(
      prepared.map((one) => newRunOf(tenant, one)),
      claim,
    );
    this.dispatcher.wake();
    return submissions;
  }

  /** The experiment of a failed or cancelled run, submitted again. @throws ProblemError 409, 429 */
  async retry({ tenant, state, experimentId }: RunEntity, claim?: Claim): Promise<RunEntity> {
    if (state !== 'failed' && state !== 'cancelled') {
      throw refusal(
        409,
        'not-failed',
        'There is nothing to retry',
        `A run must be failed or cancelled to be retried (got ${state}).`,
        'Use POST /v1/experiments?force=true to compute an experiment again.',
      );
    }
    const document = JSON.parse(await this.storage.records.runs.document(experimentId)) as unknown;
    return (await this.submit(tenant, { id: experimentId, document } as PreparedRun, { claim })).run;
  }
}

/** What is stored of a prepared experiment. */
function newRunOf(tenant: string, { id, document }: PreparedRun): NewRun {
  return {
    tenant,
    experiment: { id, name: document.name, engineVersion: ENGINE_VERSION, document: canonicalJson(document) },
  };
}
