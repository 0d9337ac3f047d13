/** Issues that only the domain can see, with the paths of the document. */
import { type IssueList } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';

/** GPUs that the network is built for in reasonable memory. */
const MAX_GPUS = 131_072;

/** Micro-batches x pipeline ranks of one replica: bounds the work of a step before anything is queued. */
const MAX_PIPELINE_OPS = 400_000;

export function checkClusterBody(cluster: ClusterSpec, issues: IssueList): void {
  const gpus = cluster.nodes * cluster.gpusPerNode;
  issues.at('nodes').require(gpus <= MAX_GPUS, 'too-large', `the cluster has ${gpus} GPUs, more than ${MAX_GPUS}`, `With ${cluster.gpusPerNode} GPUs a node, at most ${Math.floor(MAX_GPUS / cluster.gpusPerNode)} nodes.`);
}

export function checkWorkloadBody(_workload: WorkloadSpec, _issues: IssueList): void {
  return undefined;
}

export function checkExperimentBody(experiment: ExperimentDocument, issues: IssueList): void {
  checkClusterBody(experiment.cluster, issues.at('cluster'));
  checkBudget(experiment.workload, issues.at('workload'));
  checkWorkloadBody(experiment.workload, issues.at('workload'));
}

function checkBudget(workload: WorkloadSpec, issues: IssueList): void {
  const { batch, parallelism } = workload;
  const microBatches = batch.globalSequences / (parallelism.data * batch.microBatchSequences);
  const ops = microBatches * parallelism.pipeline;
  issues.at('batch').at('globalSequences').require(ops <= MAX_PIPELINE_OPS, 'too-large',
    `${Math.ceil(microBatches)} micro-batches on ${parallelism.pipeline} pipeline ranks are more work than one run may take (${MAX_PIPELINE_OPS})`,
    'Fewer sequences, larger micro-batches or more data parallelism.');
}
