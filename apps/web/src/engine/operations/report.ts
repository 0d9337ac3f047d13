/** Tables and figures of the paper alongside what is computed here. */
import { experimentFromPreset, prepareExperiment, runExperiment } from '@railyard/experiments';
import { type ArtifactName, reproduce, type Report, rowVerdict, type RowVerdict } from '@railyard/reports';

export interface ReportAnswer extends Report {
  readonly verdicts: readonly RowVerdict[];
}

export async function report(artifact: ArtifactName): Promise<ReportAnswer> {
  const made = await reproduce(artifact, {
    resultOf: (preset) => runExperiment(prepareExperiment(experimentFromPreset(preset))),
  });
  return { ...made, verdicts: made.rows.map(rowVerdict) };
}
