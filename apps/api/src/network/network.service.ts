import { Inject, Injectable } from '@nestjs/common';
import { type NetworkLimits, checkedNetwork, checkedNetworkCost } from '@railyard/experiments';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { CollectiveAnswer } from './dto/collective-answer.dto.js';
import { type CollectiveTask } from './collective.worker.js';
import { CostAnswer } from './dto/cost-answer.dto.js';

const COLLECTIVE = new URL('./collective.worker.js', import.meta.url);
const COST = new URL('./cost.worker.js', import.meta.url);

/** About a second on one core. */
const LIMITS: NetworkLimits = { messages: 40_000, repeated: 17_000, flapped: 140_000, crossings: 2_500_000 };

/** Single collectives on a cluster's network, and what that network is made of. */
@Injectable()
export class NetworkService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws InvalidDocumentError with every issue, ProblemError 422, 429 */
  async simulate(client: WaitingClient, request: unknown): Promise<CollectiveAnswer> {
    const task: CollectiveTask = { request: checkedNetwork(request, LIMITS), limits: LIMITS };
    return this.threads.run(client, COLLECTIVE, task);
  }

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async cost(client: WaitingClient, request: unknown): Promise<CostAnswer> {
    return this.threads.run(client, COST, checkedNetworkCost(request));
  }
}
