/** Recorded profiles: what they hold, on another device, and compared with the twin's own step. */
import { comparedStep, experimentFromPreset, prepareExperiment } from '@railyard/experiments';
import {
  type AnalyzedProfile,
  analyzeProfile,
  differenceOf,
  type ProfileDifference,
  TraceReader,
} from '@railyard/profile';

export interface RecordingQuestion {
  readonly name: string;
  readonly content: Blob;
  /** Device preset to execute it on. */
  readonly retarget?: string;
  /** Experiment preset whose step it is held to. */
  readonly against?: string;
}

export interface RecordingAnswer {
  readonly profile: AnalyzedProfile;
  readonly difference?: ProfileDifference;
}

/** @throws InvalidDocumentError on a mistake in the trace, with the byte at which it stands. */
export async function recording({
  name,
  content,
  retarget,
  against,
}: RecordingQuestion): Promise<RecordingAnswer> {
  const reader = new TraceReader();
  const pieces = name.endsWith('.gz')
    ? content.stream().pipeThrough(new DecompressionStream('gzip'))
    : content.stream();
  for await (const piece of pieces as unknown as AsyncIterable<Uint8Array>) reader.push(piece);
  const profile = analyzeProfile(reader.end(), retarget === undefined ? {} : { retarget });
  if (against === undefined) return { profile };
  const step = comparedStep(prepareExperiment(experimentFromPreset(against)));
  return { profile, difference: differenceOf(profile, step) };
}
