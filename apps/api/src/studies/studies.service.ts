import { isRecord } from '@railyard/base';
import { Inject, Injectable } from '@nestjs/common';
import { type PreparedExperiment, prepareExperiment } from '@railyard/experiments';
import { type CurveKind, type Objective } from '@railyard/replay';
import { DefinitionReferencesService } from '../definitions/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { AdviceAnswer, CostsAnswer, CurveAnswer } from './dto/studies-answers.dto.js';
import { type StudyTask } from './study.worker.js';

const WORKER = new URL('./study.worker.js', import.meta.url);

/** Studies of a job over days; a document without a replay section has that of the defaults. */
@Injectable()
export class StudiesService {
  constructor(
    @Inject(ComputeThreads) private readonly threads: ComputeThreads,
    @Inject(DefinitionReferencesService) private readonly references: DefinitionReferencesService,
  ) {}

  /** @throws ProblemError 422 on an invalid document, 429 */
  async costs(client: WaitingClient, document: unknown, price: number | undefined): Promise<CostsAnswer> {
    return this.answer(client, { of: 'costs', prepared: await this.prepared(client, document), price });
  }

  /** @throws ProblemError 422, 429 */
  async advice(client: WaitingClient, document: unknown, objective?: Objective): Promise<AdviceAnswer> {
    return this.answer(client, { of: 'advice', prepared: await this.prepared(client, document), objective });
  }

  /** @throws ProblemError 422, also where nothing stops the job, 429 */
  async curve(client: WaitingClient, document: unknown, over?: CurveKind): Promise<CurveAnswer> {
    return this.answer(client, { of: 'curve', prepared: await this.prepared(client, document), over });
  }

  private async prepared({ tenant }: WaitingClient, input: unknown): Promise<PreparedExperiment> {
    const document = isRecord(input) ? { replay: {}, ...input } : input;
    return prepareExperiment(await this.references.resolve(tenant, document));
  }

  private answer<Answer>(client: WaitingClient, task: StudyTask): Promise<Answer> {
    return this.threads.run<Answer>(client, WORKER, task);
  }
}
