/** A job that goes on with fewer data replicas: fewer nodes, the same global batch. */
import { IssueList, invariant } from '@railyard/base';
import { checkPlan } from '@railyard/parallelism';
import { type JobSpec } from '../document.js';

/**
 * The job with a share of its data replicas. Where the batch does not divide, some replicas run a
 * micro-batch more than others and the step is as slow as theirs, so every replica is given theirs.
 */
export function withReplicas({ cluster, workload, seed }: JobSpec, share: number): JobSpec {
  const nodes = cluster.nodes * share;
  const data = workload.parallelism.data * share;
  const unit = data * workload.batch.microBatchSequences;
  const least = Math.ceil(workload.batch.globalSequences / unit);
  // A schedule may want a multiple (interleaved: of the ranks; DualPipe: an even number), never more than
  // twice the ranks.
  const most = least + 2 * workload.parallelism.pipeline;
  for (let microBatches = least; microBatches <= most; microBatches += 1) {
    const smaller = {
      seed,
      cluster: { ...cluster, nodes },
      workload: {
        ...workload,
        parallelism: { ...workload.parallelism, data },
        batch: { ...workload.batch, globalSequences: unit * microBatches },
      },
    };
    const issues = new IssueList();
    checkPlan(smaller.cluster, smaller.workload, issues);
    if (issues.issues.length === 0) return smaller;
  }
  invariant(false, 'a job that may shrink can be laid out with fewer replicas', { nodes, data });
}
