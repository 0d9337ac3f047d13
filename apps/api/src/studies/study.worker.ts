/** A study of a job over days, in a thread of its own. */
import { type PreparedExperiment, replayAdvice, replayCosts, replayCurveOf } from '@railyard/experiments';
import { type CurveKind, type Objective } from '@railyard/replay';
import { outputOf } from '../threads/thread-output.js';

export type StudyTask = { readonly prepared: PreparedExperiment } & (
  | { readonly of: 'costs'; readonly price: number | undefined }
  | { readonly of: 'advice'; readonly objective: Objective | undefined }
  | { readonly of: 'curve'; readonly over: CurveKind | undefined }
);

export default (task: StudyTask) =>
  outputOf(() => {
    switch (task.of) {
      case 'costs':
        return replayCosts(task.prepared, task.price);
      case 'advice':
        return replayAdvice(task.prepared, task.objective);
      case 'curve':
        return replayCurveOf(task.prepared, task.over);
    }
  });
