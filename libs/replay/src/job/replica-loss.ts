/**
 * Data-parallel replicas that leave and come back: one by one while the others go on, where the policy says
 * so, or with a restart of the whole job.
 */
import { type JobState } from './job-state.js';
import { REJOIN } from './scheduled-events.js';

/**
 * One replica leaves and the others go on, after a stall; false where there is none to go on, or the job
 * stands still anyway.
 */
export function loseReplica(job: JobState, cause: number): boolean {
  const { nodes, request } = job;
  const { replicaLoss } = request.policy;
  if (replicaLoss === undefined || job.phase !== 'run' || !nodes.shrink()) return false;
  job.shrinkCause = cause;
  job.outcome.interruptions += 1;
  job.outcome.causeInterruptions[cause] += 1;
  job.corruptions.standBy((node) => nodes.inJob(node), job.cycle.work);
  job.schedule(REJOIN, replicaLoss.stallS + replicaLoss.rejoinS, 0);
  job.pauseUntil(job.timeS + replicaLoss.stallS, cause);
  return true;
}

/** A replica is ready; it joins if the nodes for it are there and the job trains. */
export function rejoin(job: JobState): void {
  const { nodes, request } = job;
  const { replicaLoss } = request.policy;
  if (replicaLoss === undefined || job.phase !== 'run' || !nodes.canGrow()) return;
  nodes.grow();
  nodes.fill(job.joined);
  job.pauseUntil(job.timeS + replicaLoss.rejoinStallS, job.shrinkCause);
}

/** A repaired node comes back: a waiting job takes it, a smaller one grows again. */
export function nodeBack(job: JobState, node: number): void {
  const { replicaLoss, restartS } = job.request.policy;
  job.machine.repair(node);
  job.nodes.returnNode(node);
  if (job.phase === 'wait') job.replaceNodes();
  else if (job.phase !== 'run' || !job.nodes.canGrow()) return;
  else if (replicaLoss === undefined) job.stopPlanned(job.shrinkCause, restartS);
  else job.schedule(REJOIN, replicaLoss.rejoinS, 0);
}
