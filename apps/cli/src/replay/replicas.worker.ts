/**
 * A thread that plays replicas. The request lasts as long as the thread: what a condition costs is worked out
 * once in it.
 */
import { type ExperimentReplay, replayRequest } from '@railyard/experiments';
import { FaultLogReader, runReplicas } from '@railyard/replay';
import { type ReplicaTask, type ReplicaTaskResult } from './replica-task.js';

let request: ExperimentReplay | undefined;

export default function play({ document, faultLogCsv, priced, from, count }: ReplicaTask): ReplicaTaskResult {
  request ??= requestOf(document, faultLogCsv);
  for (const condition of priced) request.machine.learn(condition);
  return { chunk: runReplicas(request, from, count), priced: request.machine.priced };
}

function requestOf(document: ReplicaTask['document'], faultLogCsv: string | undefined): ExperimentReplay {
  const drawn = replayRequest(document);
  if (faultLogCsv === undefined) return drawn;
  return { ...drawn, faultLog: new FaultLogReader(drawn.profile, drawn.fleet).push(faultLogCsv).end() };
}
