/**
 * A thread that plays replicas. The request lasts as long as the thread: what a condition costs is worked out
 * once in it.
 */
import { type ExperimentReplay, JobOnMachine, replayRequest } from '@railyard/experiments';
import { FaultLog, runReplicas } from '@railyard/replay';
import { type ReplicaTask, type ReplicaTaskResult } from './replica-task.js';

let request: ExperimentReplay | undefined;

export default function play({ document, faultLog, priced, from, count }: ReplicaTask): ReplicaTaskResult {
  request ??= replayRequest(
    document,
    new JobOnMachine(document),
    faultLog === undefined ? undefined : FaultLog.of(faultLog),
  );
  for (const condition of priced) request.machine.learn(condition);
  return { chunk: runReplicas(request, from, count), priced: request.machine.priced };
}
