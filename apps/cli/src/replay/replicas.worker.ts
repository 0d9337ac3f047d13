/**
 * A thread that plays replicas. The request lasts as long as the thread: what a condition costs is worked out
 * once in it.
 */
import { JobOnMachine, type TwinMachine, replayRequest } from '@railyard/experiments';
import { FaultLog, type ReplayRequest, runReplicas } from '@railyard/replay';
import { type ReplicaTask, type ReplicaTaskResult } from './replica-task.js';

let request: ReplayRequest<TwinMachine> | undefined;

export default function play(task: ReplicaTask): ReplicaTaskResult {
  const { job, replay, faultLog, priced, from, count } = task;
  request ??= replayRequest(
    new JobOnMachine(job),
    replay,
    faultLog === undefined ? undefined : FaultLog.of(faultLog),
  );
  for (const condition of priced) request.machine.learn(condition);
  return { chunk: runReplicas(request, from, count), priced: request.machine.priced };
}
