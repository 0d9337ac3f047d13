import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_VERSION, type PreparedExperiment, prepareExperiment } from '@railyard/experiments';
import { type Caller, type Claim, type Submission } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { notFound } from '../common/index.js';
import { DefinitionReferencesService } from '../definitions/index.js';
import { RunSubmissionService } from '../runs/index.js';
import { ExperimentPreview, StoredExperiment } from './dto/experiment-answers.dto.js';
import { EXPERIMENTS_ARE_LISTED } from './dto/experiment-params.dto.js';

/** Experiments: checked before they are accepted, accepted before they are computed, and computed once. */
@Injectable()
export class ExperimentsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DefinitionReferencesService) private readonly references: DefinitionReferencesService,
    @Inject(RunSubmissionService) private readonly submissions: RunSubmissionService,
  ) {}

  /** @throws ProblemError 422 on an invalid document, 429 over the quota. */
  async submit({ tenant }: Caller, document: unknown, force: boolean, claim?: Claim): Promise<Submission> {
    return this.submissions.submit(tenant, await this.prepared(tenant, document), { force, claim });
  }

  /** What would be run. @throws ProblemError 422 */
  async preview({ tenant }: Caller, input: unknown): Promise<ExperimentPreview> {
    const { id, document } = await this.prepared(tenant, input);
    const existing = await this.storage.records.runs.findLive(tenant, id);
    return {
      ok: true,
      id,
      engineVersion: ENGINE_VERSION,
      document,
      existingRun: existing === null ? null : `/v1/runs/${existing.id}`,
    };
  }

  /** @throws ProblemError 404 when the caller ran no such experiment. */
  async read({ tenant }: Caller, experimentId: string): Promise<StoredExperiment> {
    const { runs } = this.storage.records;
    const [latest] = await runs.page({
      tenant,
      experimentId,
      sort: 'createdAtMs',
      descending: true,
      limit: 1,
    });
    if (latest === undefined) throw notFound('experiment of that id', EXPERIMENTS_ARE_LISTED);
    const document = JSON.parse(await runs.document(experimentId)) as object;
    return { id: experimentId, document, latestRun: `/v1/runs/${latest.id}` };
  }

  private async prepared(tenant: string, document: unknown): Promise<PreparedExperiment> {
    return prepareExperiment(await this.references.resolve(tenant, document));
  }
}
