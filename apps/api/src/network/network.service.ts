import { Inject, Injectable } from '@nestjs/common';
import { ComputeThreads } from '../threads/index.js';
import { CollectiveAnswer } from './dto/collective-answer.dto.js';
import { CostAnswer } from './dto/cost-answer.dto.js';

const COLLECTIVE = new URL('./collective.worker.js', import.meta.url);
const COST = new URL('./cost.worker.js', import.meta.url);

/** Single collectives on a cluster's network, and what that network is made of. */
@Injectable()
export class NetworkService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws ProblemError 422, 429 */
  simulate(request: unknown): Promise<CollectiveAnswer> {
    return this.threads.run(COLLECTIVE, { request });
  }

  /** @throws ProblemError 422, 429 */
  cost(request: unknown): Promise<CostAnswer> {
    return this.threads.run(COST, { request });
  }
}
