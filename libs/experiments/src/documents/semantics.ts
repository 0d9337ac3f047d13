/** Issues that only the domain can see, with the paths of the document. */
import { IssueList } from '@railyard/base';
import {
  checkCluster,
  checkConstants,
  checkPriceList,
  type ClusterPurpose,
  type ClusterSpec,
  type PriceList,
} from '@railyard/cluster';
import {
  CONSTANT_NAMES,
  checkMemory,
  checkModel,
  checkPlan,
  estimateMemory,
  type LayoutRule,
  scheduleFor,
  type MemoryEstimate,
  microBatchesPerPipeline,
  scheduleRequest,
  shortened,
  stageAssignment,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { checkServing } from '@railyard/serving';
import { type ExperimentDocument, type ServingDocument } from '../document.js';
import { checkReplayBody } from '../replay/index.js';
import { checkFail, checkFlap } from './failed-parts.js';

/** GPUs that the network of one run is built for: bounds memory and time before anything is queued. */
const MAX_GPUS = 131_072;

/** Micro-batches x pipeline ranks of one replica: bounds the work of a step. */
const MAX_PIPELINE_OPS = 400_000;

/** To be counted a cluster may have as many GPUs as can be defined: nothing is built. */
export function checkClusterBody(
  cluster: ClusterSpec,
  issues: IssueList,
  purpose: ClusterPurpose = 'simulation',
): void {
  const { kernels } = cluster.device.calibration ?? {};
  checkConstants(kernels, CONSTANT_NAMES, issues.at('device').at('calibration').at('kernels'));
  if (purpose === 'counts') return checkCluster(cluster, issues, purpose);
  const gpus = cluster.nodes * cluster.gpusPerNode;
  const bounded = issues
    .at('nodes')
    .require(
      gpus <= MAX_GPUS,
      'too-large',
      `The cluster must have at most ${MAX_GPUS} GPUs (got ${gpus}).`,
      `Use at most ${Math.floor(MAX_GPUS / cluster.gpusPerNode)} nodes of ${cluster.gpusPerNode} GPUs.`,
    );
  if (bounded) checkCluster(cluster, issues);
}

/** A workload on its own: its layout waits for a cluster. */
export function checkWorkloadBody(workload: WorkloadSpec, issues: IssueList): void {
  checkModel(workload.model, issues.at('model'));
}

export function checkServingBody(serving: ServingDocument, issues: IssueList): void {
  checkClusterBody(serving.cluster, issues.at('cluster'));
  checkModel(serving.model, issues.at('model'));
  checkNetworkParts(serving.prices, issues.at('prices'));
  if (issues.issues.length === 0) checkServing(serving, issues);
}

/** A list with three prices says nothing of power. */
function checkNetworkParts(prices: PriceList | undefined, issues: IssueList): void {
  if (prices === undefined) return;
  issues
    .at('parts')
    .require(
      prices.parts !== undefined,
      'missing-key',
      'parts must be given: only parts have watts.',
      'Add parts by class and rate, or leave prices out.',
    );
  if (prices.parts !== undefined) checkPriceList(prices, issues);
}

export function checkExperimentBody(experiment: ExperimentDocument, issues: IssueList): void {
  const { cluster, workload } = experiment;
  checkClusterBody(cluster, issues.at('cluster'));
  checkRules(cluster, workload, issues);
  if (experiment.replay !== undefined)
    checkReplayBody(experiment.replay, cluster, workload, issues.at('replay'));
  if (experiment.fail !== undefined) checkFail(experiment, experiment.fail, issues);
  checkFlap(experiment, issues);
  checkNetworkParts(experiment.prices, issues.at('prices'));
  // A layout that cannot be laid out has no memory to speak of.
  if (issues.issues.length > 0 || experiment.ignoreMemory === true) return;
  const memory = memoryOf(cluster, workload);
  if (memory.fits) return;
  checkMemory(workload, memory, issues, (changed) => {
    const found = new IssueList();
    checkPlan(cluster, changed, found);
    // A tensor group over nodes would fit, and be slow.
    if (changed.parallelism.tensor > Math.max(workload.parallelism.tensor, cluster.gpusPerNode))
      return undefined;
    return found.issues.length > 0 ? undefined : memoryOf(cluster, changed);
  });
}

/**
 * A layout by itself, on a cluster that was checked: its rules and its memory, without a search for what
 * would fit.
 */
export function checkLayoutBody(cluster: ClusterSpec, workload: WorkloadSpec, issues: IssueList): void {
  checkRules(cluster, workload, issues);
  if (issues.issues.length === 0) checkMemory(workload, memoryOf(cluster, workload), issues, () => undefined);
}

/** Bounds the work of a step. */
export const PIPELINE_OPS_RULE: LayoutRule = {
  reads: ['pipeline', 'tensor', 'context', 'microBatchSequences'],
  check: (_, workload, at) => {
    const ops = microBatchesPerPipeline(workload) * workload.parallelism.pipeline;
    at.at('batch')
      .at('globalSequences')
      .require(
        ops <= MAX_PIPELINE_OPS,
        'too-large',
        `Micro-batches x pipeline ranks must be at most ${MAX_PIPELINE_OPS} (got ${Math.ceil(ops)}).`,
        'Use fewer sequences, larger micro-batches or more data parallelism.',
      );
  },
};

function checkRules(cluster: ClusterSpec, workload: WorkloadSpec, issues: IssueList): void {
  checkPlan(cluster, workload, issues);
  PIPELINE_OPS_RULE.check(cluster, workload, issues.at('workload'));
}

/** Memory of every pipeline rank under balanced routing. */
export function memoryOf(cluster: ClusterSpec, workload: WorkloadSpec): MemoryEstimate {
  const stages = stageAssignment(cluster, workload);
  const schedule = scheduleFor(shortened(scheduleRequest(workload)));
  return estimateMemory(cluster, workload, { schedule, stages });
}
