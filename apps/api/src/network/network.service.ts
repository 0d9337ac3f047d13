import { Inject, Injectable } from '@nestjs/common';
import {
  WAITING_LIMITS,
  checkedFabricComparison,
  checkedNetwork,
  checkedNetworkCost,
  checkedSharedCluster,
} from '@railyard/experiments';
import { ACCESS, type AccessRules } from '../access/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { CollectiveAnswer } from './dto/collective-answer.dto.js';
import { type CollectiveTask } from './collective.worker.js';
import { ComparisonOfFabrics } from './dto/comparison-answer.dto.js';
import { CostAnswer } from './dto/cost-answer.dto.js';
import { type SharedClusterAnswer } from './dto/shared-cluster-answer.dto.js';
import { type TopologyBody, TopologyOutcome } from './dto/topology.dto.js';
import { type TrafficAnswer, type TrafficBody } from './dto/traffic.dto.js';
import { type TopologyTask } from './topology.worker.js';
import { type TrafficTask } from './traffic.worker.js';

const COLLECTIVE = new URL('./collective.worker.js', import.meta.url);
const COST = new URL('./cost.worker.js', import.meta.url);
const COMPARISON = new URL('./comparison.worker.js', import.meta.url);
const JOBS = new URL('./shared-cluster.worker.js', import.meta.url);
const TOPOLOGY = new URL('./topology.worker.js', import.meta.url);
const TRAFFIC = new URL('./traffic.worker.js', import.meta.url);

const SMALL_COLLECTIVE = {
  collective: 'all-to-all',
  cluster: { preset: 'h800-2048-mpft' },
  gpus: 64,
  bytes: 1_000_000,
};

/** @throws InvalidDocumentError with every issue */
const taskOf = (request: unknown): CollectiveTask => ({
  request: checkedNetwork(request, WAITING_LIMITS),
  limits: WAITING_LIMITS,
});

/** Single collectives on a cluster's network, and what that network is made of. */
@Injectable()
export class NetworkService {
  constructor(
    @Inject(ComputeThreads) private readonly threads: ComputeThreads,
    @Inject(ACCESS) { keysRequired }: AccessRules,
  ) {
    // Without keys there is one tenant, who is never held up by another.
    if (keysRequired)
      threads.keepReady({ worker: COLLECTIVE, task: () => taskOf(SMALL_COLLECTIVE), times: 8 });
  }

  /** @throws InvalidDocumentError with every issue, ProblemError 422, 429 */
  async simulate(client: WaitingClient, request: unknown): Promise<CollectiveAnswer> {
    return this.threads.run(client, COLLECTIVE, taskOf(request));
  }

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async compare(client: WaitingClient, request: unknown): Promise<ComparisonOfFabrics> {
    return this.threads.run(client, COMPARISON, checkedFabricComparison(request));
  }

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async jobs(client: WaitingClient, request: unknown): Promise<SharedClusterAnswer> {
    return this.threads.run(client, JOBS, checkedSharedCluster(request));
  }

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async cost(client: WaitingClient, request: unknown): Promise<CostAnswer> {
    return this.threads.run(client, COST, checkedNetworkCost(request));
  }

  /**
   * @throws InvalidDocumentError where a file is not known or files contradict each other, ProblemError
   * 429
   */
  async topology(client: WaitingClient, body: TopologyBody): Promise<TopologyOutcome> {
    const task: TopologyTask = { ...body };
    return this.threads.run(client, TOPOLOGY, task);
  }

  /** @throws InvalidDocumentError where cluster or file cannot be simulated, ProblemError 429 */
  async traffic(client: WaitingClient, body: TrafficBody): Promise<TrafficAnswer> {
    const task: TrafficTask = { ...body };
    return this.threads.run(client, TRAFFIC, task);
  }
}
