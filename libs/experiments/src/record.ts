/** Steps as recorded timelines: apart from the engine's entry, so that a page loads them when it draws. */
import { type RecordedTimeline } from '@railyard/parallelism';
import { type ComparedProfile } from '@railyard/profile';
import { type PreparedExperiment } from './document.js';
import { JobOnMachine } from './job/index.js';
import { type ExperimentResult, type Progress } from './result.js';
import { jobOf, runDocument } from './simulation/index.js';
import { type RecordOptions, recordTimeline, stepProfile } from './timeline/index.js';

/** The step of a prepared experiment as a recorded timeline, for traces. */
export function recordExperiment(prepared: PreparedExperiment, options?: RecordOptions): RecordedTimeline {
  return recordTimeline(prepared, new JobOnMachine(prepared.document), options);
}

/** Both of one simulation. */
export function runAndRecord(
  prepared: PreparedExperiment,
  onProgress: (progress: Progress) => void,
  options: RecordOptions = {},
): { readonly result: ExperimentResult; readonly timeline: RecordedTimeline } {
  const { result, timeline } = recordedRun(prepared, onProgress, options);
  return { result, timeline };
}

function recordedRun(
  prepared: PreparedExperiment,
  onProgress: (progress: Progress) => void,
  options: RecordOptions = {},
) {
  const job = jobOf(prepared.document, onProgress);
  const result = runDocument(prepared, job, onProgress);
  return { result, timeline: recordTimeline(prepared, job, options), job };
}

/** The step of a prepared experiment as a profile that recordings are held to. */
export function comparedStep({ document, id }: PreparedExperiment): ComparedProfile {
  const { replay: _, ...training } = document;
  const prepared = { document: training, id };
  const { result, timeline, job } = recordedRun(prepared, () => undefined);
  return stepProfile(result, job, timeline);
}
